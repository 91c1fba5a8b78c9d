package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.SharedData;
import dev.retort.row.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// A place in the reference values of statistics, which notes what was looked at.
///
/// [#requireAllSeen] fails for each field that no test read, so that new fields cannot go unnoticed.
final class Golden {
  static final double CLOSED_FORM = 1e-12;
  static final double FITTED = 1e-6;

  private final JsonNode node;
  private final String path;
  private final Set<String> seen;

  private Golden(JsonNode node, String path, Set<String> seen) {
    this.node = node;
    this.path = path;
    this.seen = seen;
  }

  static Golden file() {
    Path file = SharedData.dir().resolve("golden/09_statistics/statistics.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new Golden(Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)), "", new TreeSet<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Golden section(String name) {
    Golden file = file();
    return new Golden(file.node.get(name), name, new TreeSet<>());
  }

  Golden at(String field) {
    assertThat(has(field)).as(path + "/" + field).isTrue();
    return new Golden(node.get(field), path + "/" + field, seen);
  }

  boolean has(String field) {
    return node.has(field);
  }

  List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  List<Golden> each() {
    List<Golden> each = new ArrayList<>();
    node.forEach(item -> each.add(new Golden(item, path + "[" + each.size() + "]", seen)));
    return each;
  }

  private JsonNode look() {
    seen.add(path);
    return node;
  }

  /// Whether the reference gives no number here: null, nan, or an error.
  boolean isUndefined() {
    JsonNode value = look();
    return value.isNull()
        || value.isString() && (value.asString().equals("nan") || value.asString().startsWith("error"));
  }

  String text() {
    return look().asString();
  }

  double number() {
    return number(look());
  }

  int whole() {
    return look().asInt();
  }

  private static double number(JsonNode value) {
    if (value.isNull() || value.isString() && value.asString().equals("nan")) {
      return Double.NaN;
    }
    assertThat(value.isNumber()).as(value.toString()).isTrue();
    return value.asDouble();
  }

  double[] numbers() {
    return StreamSupport.stream(look().spliterator(), false).mapToDouble(Golden::number).toArray();
  }

  List<String> texts() {
    return StreamSupport.stream(look().spliterator(), false).map(JsonNode::asString).toList();
  }

  double[][] table() {
    return StreamSupport.stream(look().spliterator(), false)
        .map(row -> StreamSupport.stream(row.spliterator(), false).mapToDouble(Golden::number).toArray())
        .toArray(double[][]::new);
  }

  int[][] wholeTable() {
    return StreamSupport.stream(look().spliterator(), false)
        .map(row -> StreamSupport.stream(row.spliterator(), false).mapToInt(JsonNode::asInt).toArray())
        .toArray(int[][]::new);
  }

  void is(double actual, double relative) {
    near(actual, number(), relative, path);
  }

  void is(double actual) {
    is(actual, CLOSED_FORM);
  }

  void is(boolean actual) {
    assertThat(actual).as(path).isEqualTo(look().asBoolean());
  }

  /// An undefined value must be absent, a defined one present.
  void is(OptionalDouble actual) {
    assertThat(actual.isEmpty()).as(path + " is undefined").isEqualTo(isUndefined());
    actual.ifPresent(this::is);
  }

  void is(double[] actual, double relative) {
    double[] expected = numbers();
    assertThat(actual).as(path).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      near(actual[i], expected[i], relative, path + "[" + i + "]");
    }
  }

  void is(Interval actual) {
    is(new double[]{actual.low(), actual.high()}, CLOSED_FORM);
  }

  /// The two fields of a test, or an error where it has none.
  void is(Tested actual) {
    if (!node.isObject()) {
      assertThat(isUndefined()).as(path).isTrue();
      assertThat(actual).as(path).isEqualTo(Tested.UNDEFINED);
      return;
    }
    at("statistic").is(actual.statistic());
    at("p").is(actual.p());
  }

  private static void near(double actual, double expected, double relative, String where) {
    double allowed = relative * Math.abs(expected) + (expected == 0 ? 1e-15 : 0);
    assertThat(Math.abs(actual - expected) <= allowed).as(where + ": " + actual + " is " + expected).isTrue();
  }

  void requireAllSeen() {
    Set<String> unseen = new TreeSet<>();
    leaves(node, path, unseen);
    int all = unseen.size();
    unseen.removeAll(seen);
    assertThat(unseen).as("fields nobody looked at, of " + all).isEmpty();
    assertThat(all).isPositive();
  }

  private static void leaves(JsonNode node, String path, Set<String> leaves) {
    if (node.isObject()) {
      node.propertyNames().forEach(name -> leaves(node.get(name), path + "/" + name, leaves));
    } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
      for (int i = 0; i < node.size(); i++) {
        leaves(node.get(i), path + "[" + i + "]", leaves);
      }
    } else {
      leaves.add(path);
    }
  }
}
