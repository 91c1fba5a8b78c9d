package dev.retort.teacher.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerSchemaTest {
  private static AnswerSchema schema(String text) {
    return AnswerSchema.parse(text.replace('\'', '"'));
  }

  private static List<String> problems(String schema, String answer) {
    return schema(schema).problems(Json.read(answer.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'type': 'integer'} | 7 | ",
      "{'type': 'integer'} | '7' | the whole: string found, integer expected",
      "{'properties': {'a': {'type': 'string'}}} | {'a': 1} | /a: integer found, string expected",
      "{'required': ['a']} | {} | the whole: required property 'a' not found",
      "{'additionalProperties': false} | {'x': 1} | the whole: property 'x' is not defined in the schema and the schema does not allow additional properties",
      "{'items': {'enum': ['x', 'y']}} | ['x', 'z'] | /1: does not have a value in the enumeration ['x', 'y']",
      "{'items': {'pattern': '^a+$'}} | ['aa', 'ab'] | /1: does not match the regex pattern ^a+$",
      "{'$defs': {'n': {'type': 'integer'}}, 'items': {'$ref': '#/$defs/n'}} | [1, 'x'] | /1: string found, integer expected"})
  void whatDoesNotFitIsToldWithItsPlace(String schema, String answer, String problem) {
    if (problem == null) {
      assertThat(problems(schema, answer)).isEmpty();
    } else {
      assertThat(problems(schema, answer)).containsExactly(problem.replace("['x', 'y']", "[\"x\", \"y\"]"));
    }
  }

  @Test
  void aSchemaMayReferToItself() {
    String tree = "{'$defs': {'t': {'type': 'object', 'properties': {'kids': {'items': {'$ref': '#/$defs/t'}}},"
        + " 'additionalProperties': false}}, '$ref': '#/$defs/t'}";
    assertThat(problems(tree, "{'kids': [{'kids': []}, {}]}")).isEmpty();
    assertThat(problems(tree, "{'kids': [{'kids': [{'x': 1}]}]}")).singleElement().asString()
        .startsWith("/kids/0/kids/0: ");
    String deep = "{\"kids\":[".repeat(45) + "]}".repeat(45);
    assertThat(problems(tree, deep)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'type': 'strin'} | /type",
      "{'type': 'object', 'required': 'a'} | /required",
      "{'minimum': '1'} | /minimum",
      "[] | wanted an object",
      "true | wanted an object",
      "{'type' | no JSON",
      "{'$ref': 'http://127.0.0.1:1/x.json'} | 127.0.0.1",
      "{'$ref': 'file:///etc/hostname'} | wanted '#/...'",
      "{'items': {'allOf': [{'$ref': 'other.json'}]}} | /items/allOf/0/$ref: found",
      "{'$ref': '#/$defs/none'} | wanted '#/...'",
      "{'$ref': '#/$defs/a', '$defs': {'a': {'$ref': '#/$defs/a'}}} | ",
      "{'allOf': [{'$ref': '#'}]} | ",
      "{'$schema': 'http://json-schema.org/draft-07/schema#'} | wanted https://json-schema.org/draft/2020-12/schema",
      "{'$id': 'http://127.0.0.1:1/x'} | $id",
      "{'properties': {'a': {'pattern': '(?=x)'}}} | RE2",
      "{'type': 'integer', 'type': 'string'} | no JSON"})
  void aSchemaThatCannotBeUsedIsRefused(String schema, String says) {
    assertThatThrownBy(() -> schema(schema)).as(schema).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(says == null ? "" : says);
  }

  @Test
  void aSchemaThatIsTooLargeOrTooDeepIsRefused() {
    assertThatThrownBy(() -> schema("{'description': '" + "x".repeat(300_000) + "'}")).hasMessageContaining("262144");
    assertThatThrownBy(() -> schema("{'items':".repeat(70) + "{}" + "}".repeat(70))).hasMessageContaining("64");
    assertThatThrownBy(() -> schema("{'items':".repeat(40_000) + "{}" + "}".repeat(40_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wordsThatOnlyLookLikeReferencesAreData() {
    assertThat(problems("{'const': {'$ref': 'x'}}", "{'$ref': 'x'}")).isEmpty();
    assertThat(problems("{'properties': {'$ref': {'type': 'string'}, '$id': {}}}", "{'$ref': 'x', '$id': 1}"))
        .isEmpty();
  }

  @Test
  void aPatternTakesTimeInProportionToTheText() {
    AnswerSchema schema = schema("{'pattern': '^(a+)+$'}");
    assertThat(schema.problems(Json.MAPPER.getNodeFactory().stringNode("a".repeat(100_000) + "b"))).hasSize(1);
  }

  @Test
  void messagesAreFewShortAndInOneLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      List<String> many = new ArrayList<>(problems("{'items': {'type': 'integer'}}",
          "[" + "'x',".repeat(999) + "'x']"));
      assertThat(many).hasSize(5).contains("/4: string found, integer expected");
      String huge = "[" + "\"x\",".repeat(20_000) + "\"x\"]";
      assertThat(problems("{'items': {'type': 'integer'}}", huge)).containsExactly(
          "/0: string found, integer expected");
      assertThat(problems("{'additionalProperties': false}", "{'" + "k".repeat(5_000) + "': 1}")).singleElement()
          .asString().hasSizeLessThan(400);
    } finally {
      Locale.setDefault(before);
    }
  }

  /// Rows are worked on by virtual threads.
  @Test
  void deepAnswersAndEndlessSchemasEndOnAVirtualThreadToo() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    Thread thread = Thread.ofVirtual().start(() -> {
      AnswerSchema tree = schema("{'$defs': {'t': {'anyOf': [{'type': 'array', 'items': {'$ref': '#/$defs/t'}}]}},"
          + " '$ref': '#/$defs/t'}");
      said.add("deep " + tree.problems(Json.read("[".repeat(100) + "]".repeat(100))));
      try {
        schema("{'allOf': [{'$ref': '#'}]}");
      } catch (IllegalArgumentException e) {
        said.add(String.valueOf(e.getMessage()));
      }
    });
    thread.join();
    assertThat(said).containsExactly("deep []", "found a $ref that leads to itself, wanted one that comes to an end");
  }

  @Test
  void choicesWithinChoicesCannotRunAway() {
    String schema = "{'$defs': {'a': {'anyOf': [{'type': 'array', 'items': {'$ref': '#/$defs/a'}, 'maxItems': 0},"
        + " {'type': 'array', 'items': {'$ref': '#/$defs/a'}, 'minItems': 2}]}}, '$ref': '#/$defs/a'}";
    assertThat(problems(schema, "[".repeat(60) + "]".repeat(60))).isNotEmpty();
  }
}
