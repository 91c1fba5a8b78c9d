package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retort.app.WaitingModels.Seen;
import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The wall clock of a run is set two days forward and four days back while calls wait for all there is to wait for.
///
/// It has to end as the same run does beside a clock that goes right: no wait shorter or longer, the same bytes, and no
/// length of time that a clock was asked for.
class ClockJumpNeedsCompilerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(6);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final List<String> MODELS = List.of("slow", "mute", "limited", "paced", "sick");

  @TempDir
  Path temp;

  @BeforeEach
  void mayCompile() throws Exception {
    assumeTrue(WallClock.canBeMade(temp), "needs a C compiler, and Linux, to set the clock of a process");
  }

  /// What a run left behind.
  private record Left(Path folder, WaitingModels server) {
    JsonNode printed() throws IOException {
      return Json.read(Files.readString(folder.resolve("out")));
    }

    JsonNode state() throws IOException {
      return Json.read(Files.readString(folder.resolve("run/run.json")));
    }

    List<JsonNode> log() throws IOException {
      return Files.readAllLines(folder.resolve("log.jsonl")).stream().map(Json::read).toList();
    }
  }

  @Test
  void aClockSetForwardAndBackWhileCallsWaitChangesNothing() throws Exception {
    WallClock clock = WallClock.in(temp);
    try (WaitingModels right = new WaitingModels(() -> {}, () -> {});
        WaitingModels jumping = new WaitingModels(() -> clock.set(Duration.ofDays(2)),
            () -> clock.set(Duration.ofDays(-2)))) {
      Left still = run("still", right, clock);
      Left jumped = run("jumped", jumping, clock);

      for (Left left : List.of(still, jumped)) {
        allWaited(left.server);
        waitsAreAsLongAsTheyAre(left);
        lengthsOfTimeAreThoseOfARunOfSeconds(left);
      }
      assertThat(export(jumped)).isEqualTo(export(still));
      assertThat(jumping.times().keySet()).isEqualTo(right.times().keySet());
      assertThat(jumping.times().values().stream().mapToInt(i -> i).sum()).isEqualTo(71);
      assertThat(right.times().values().stream().mapToInt(i -> i).sum()).isEqualTo(71);
      assertThat(jumped.printed().required("usd")).isEqualTo(still.printed().required("usd"));
      assertThat(spread(still)).as("the clock goes right").isLessThan(HOUR);
      assertThat(spread(jumped)).as("the clock did jump").isBetween(Duration.ofDays(4).minus(HOUR),
          Duration.ofDays(4).plus(HOUR));
    }
  }

  private Left run(String name, WaitingModels server, WallClock clock) throws Exception {
    Path folder = Files.createDirectory(temp.resolve(name));
    Path recipe = recipe(folder, server.baseUrl());
    ProcessBuilder child = Cli.java(List.of(), List.of("run", recipe.toString(), "--run", folder.resolve("run").toString(),
        "--log", folder.resolve("log.jsonl").toString(), "--json"));
    clock.give(child);
    child.environment().put("RETORT_TERMINAL", "1");
    child.environment().put("COLUMNS", "200");
    Process process = child.redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile()).start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as(() -> "the run ends; " + text(folder.resolve("err"))).isTrue();
    assertThat(process.exitValue()).as(() -> text(folder.resolve("err"))).isZero();
    return new Left(folder, server);
  }

  private static Path recipe(Path folder, String baseUrl) throws IOException {
    Files.writeString(folder.resolve("chats.jsonl"), IntStream.range(0, WaitingModels.ROWS)
        .mapToObj("{\"messages\":[{\"role\":\"user\",\"content\":\"Question %d?\"}]}\n"::formatted)
        .collect(Collectors.joining()));
    StringBuilder teachers = new StringBuilder();
    for (String model : MODELS) {
      String limits = switch (model) {
        case "mute" -> "attempts: 1";
        case "paced" -> "requests_per_minute: 120";
        default -> "attempts: 5";
      };
      teachers.append("""
            %s:
              openai: {base_url: "%s", model: %s}
              terms: own
              deadline: %ds
              limits: {in_flight: 10, %s}
              price: {input: 1, output: 2, as_of: 2026-11-01, source: "https://example.com/prices"}
          """.formatted(model, baseUrl, model, model.equals("mute") ? DEADLINE.toSeconds() : 100, limits));
    }
    return Files.writeString(folder.resolve("recipe.yaml"), """
        recipe: clock
        allow_failed: 1
        teachers:
        %s
        steps:
          - read: {path: chats.jsonl, terms: own}
          - respond: {teachers: [%s]}
          - write: {path: export}
        """.formatted(teachers.toString().stripTrailing(), String.join(", ", MODELS)));
  }

  /// At both moments calls of each model were waiting, and went on after it.
  private static void allWaited(WaitingModels server) {
    for (int moment = 0; moment < 2; moment++) {
      assertThat(server.seen("slow", moment)).hasSize(10);
      assertThat(server.seen("limited", moment)).hasSize(10);
      assertThat(server.seen("sick", moment)).hasSize(10 + moment);
      assertThat(server.seen("paced", moment)).hasSizeBetween(1, 8);
      Seen silent = server.seen("mute", moment).stream().filter(call -> call.question().equals(WaitingModels.SILENT))
          .findFirst().orElseThrow();
      assertThat(server.nanosAt(moment) - silent.nanos()).isLessThan(DEADLINE.toNanos());
    }
  }

  private static void waitsAreAsLongAsTheyAre(Left left) throws Exception {
    for (String question : left.server.seen("limited").stream().map(Seen::question).distinct().toList()) {
      List<Seen> tries = left.server.seen("limited").stream().filter(call -> call.question().equals(question)).toList();
      assertThat(tries).hasSize(2);
      assertThat(between(tries, 0, 1)).isGreaterThanOrEqualTo(WaitingModels.RETRY_AFTER);
    }
    List<Seen> sick = left.server.seen("sick");
    assertThat(between(sick, 9, 10)).as("first pause").isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(between(sick, 10, 11)).as("second pause").isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    // Nine paces of 61.75 s / 120, less half a second of slack and 1.5 s for the first call to be late.
    assertThat(between(left.server.seen("paced"), 0, 9)).isGreaterThanOrEqualTo(Duration.ofMillis(2631));
    assertThat(left.printed().required("steps").get(1).required("failed").intValue()).isEqualTo(1);
    assertThat(left.state().required("reasons").required("respond")).isEqualTo(Json.read("{\"failed:timeout\":1}"));
    assertThat(column(left, "total_us", "failure = 'timeout'")).singleElement().satisfies(
        micros -> assertThat(Duration.ofNanos(micros * 1000)).isBetween(DEADLINE, HOUR));
  }

  private static Duration between(List<Seen> calls, int one, int other) {
    return Duration.ofNanos(calls.get(other).nanos() - calls.get(one).nanos());
  }

  private static void lengthsOfTimeAreThoseOfARunOfSeconds(Left left) throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (String column : List.of("total_us", "first_byte_us")) {
      column(left, column, column + " is not null").forEach(micros -> seconds.add(micros / 1e6));
    }
    assertThat(seconds).hasSizeGreaterThan(70);
    left.log().stream().filter(line -> line.has("seconds")).forEach(line -> seconds.add(line.path("seconds").asDouble()));
    seconds.add(left.printed().required("seconds").doubleValue());
    for (String model : MODELS) {
      JsonNode runtime = left.state().required("runtime").required(model);
      seconds.add(runtime.required("busy_seconds").doubleValue());
      seconds.add(runtime.required("queueing_ms").required("p99").doubleValue() / 1000);
    }
    assertThat(seconds).allSatisfy(each -> assertThat(each).isBetween(0.0, 3600.0));
    List<String> drawn = Pattern.compile("(\\S+) left").matcher(text(left.folder.resolve("err"))).results()
        .map(MatchResult::group).toList();
    assertThat(drawn).isNotEmpty().allSatisfy(eta -> assertThat(eta).matches("\\d{1,2}:\\d\\d left"));
    assertThat(left.folder.resolve("run/report.html")).content().doesNotContainPattern("-\\d+(\\.\\d+)? m?s\\b");
  }

  /// How far the earliest and the latest time that the run wrote down lie apart.
  private static Duration spread(Left left) throws Exception {
    List<Instant> times = new ArrayList<>(
        column(left, "started_ms", "true").stream().map(Instant::ofEpochMilli).toList());
    left.log().forEach(line -> times.add(Instant.parse(line.required("time").stringValue())));
    times.add(Instant.parse(left.state().required("started").stringValue()));
    times.add(Instant.parse(left.state().required("ended").stringValue()));
    times.sort(null);
    return Duration.between(times.getFirst(), times.getLast());
  }

  private static List<Long> column(Left left, String column, String where) throws Exception {
    List<Long> values = new ArrayList<>();
    try (java.sql.Connection connection = java.sql.DriverManager
        .getConnection("jdbc:sqlite:" + left.folder.resolve("run/ledger.db"));
        java.sql.ResultSet found = connection.createStatement()
            .executeQuery("select %s from attempts where %s".formatted(column, where))) {
      while (found.next()) {
        values.add(found.getLong(1));
      }
    }
    return values;
  }

  private static String export(Left left) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(left.folder.resolve("run/export"))) {
      for (Path file : files.sorted().toList()) {
        all.append(file.getFileName()).append('\n').append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
