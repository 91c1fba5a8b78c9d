package dev.retort.teacher.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.retort.row.Json;
import dev.retort.teacher.structured.Extraction.Ending;
import dev.retort.teacher.structured.Extraction.Fits;
import dev.retort.teacher.structured.Extraction.Found;
import dev.retort.teacher.structured.Extraction.Unfit;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ExtractionTest {
  private static final AnswerSchema SCORE = AnswerSchema.parse("""
      {"type": "object", "properties": {"score": {"type": "integer"}, "why": {"type": "string"},
       "ok": {"type": ["boolean", "null"]}, "tags": {"type": "array", "items": {"type": "string"}}},
       "required": ["score"], "additionalProperties": false}""");
  private static final String[] MILD = {"a", "Z", "7", " ", "\"", "\n", "é", "😀", "True", "”"};
  private static final String[] WILD = {"a", "Z", "7", " ", "\"", "\\", "\n", "\t", "{", "}", "[", "]", ",", ":", "```",
      "//", "/*", "é", "😀", "\u0001", "True", "“", "”"};
  private static final Judge ANYTHING = answer -> List.of();

  private static Found read(String text) {
    return Extraction.read(text, Ending.ENDED, SCORE);
  }

  /// Line breaks are written `~` in the tables.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
      "{\"score\": 7} | {\"score\":7} | ",
      "~ {\"score\": 7} ~ | {\"score\":7} | ",
      "\ufeff{\"score\": 7} | {\"score\":7} | extracted",
      "Here you go: {\"score\": 7}. Bye! | {\"score\":7} | extracted",
      "Sure!~```json~{\"score\": 7}~```~Anything else? | {\"score\":7} | extracted",
      "```~{\"score\": 7}~``` | {\"score\":7} | extracted",
      "```JSON~{\"score\": 7} | {\"score\":7} | extracted",
      "```json {\"score\": 7}``` | {\"score\":7} | extracted",
      "It is [1] and {see}: {\"score\": 7} | {\"score\":7} | extracted",
      "{\"score\": 7} and again {\"score\": 7} | {\"score\":7} | extracted",
      "{\"a\": 1} is wrong, {\"score\": 7} is right | {\"score\":7} | extracted",
      "A \" mark, then {\"score\": 7, \"why\": \"} {\"} | {\"score\":7,\"why\":\"} {\"} | extracted",
      "```json~{\"score\": 7, \"why\": \"use ``` here\"}~``` | {\"score\":7,\"why\":\"use ``` here\"} | extracted",
      "{\"score\": 7,} | {\"score\":7} | fixed:trailing_comma",
      "{\"score\": 7, \"tags\": [\"a\",~],~} | {\"score\":7,\"tags\":[\"a\"]} | fixed:trailing_comma",
      "{'score': 7, 'why': 'a \"b\" \\'c\\''} | {\"score\":7,\"why\":\"a \\\"b\\\" 'c'\"} | fixed:single_quotes",
      "{“score”: 7, “why”: “it’s”} | {\"score\":7,\"why\":\"it’s\"} | fixed:curly_quotes",
      "{\"score\": 7, \"ok\": True} | {\"score\":7,\"ok\":true} | fixed:python_literal",
      "{\"score\": 7, \"ok\": None} | {\"score\":7,\"ok\":null} | fixed:python_literal",
      "{\"score\": 7, \"why\": \"a~b\tc\"} | {\"score\":7,\"why\":\"a\\nb\\tc\"} | fixed:raw_control",
      "{\"score\": 7, \"why\": \"don\\'t\"} | {\"score\":7,\"why\":\"don't\"} | fixed:needless_escape",
      "{score: 7} | {\"score\":7} | fixed:bare_key",
      "{\"score\": 7 /* of 10 */} // done | {\"score\":7} | fixed:comment",
      "{\"score\": 7, \"tags\": [\"a\" | {\"score\":7,\"tags\":[\"a\"]} | fixed:unclosed",
      "{'score': 7, 'ok': False,} | {\"score\":7,\"ok\":false} | fixed:python_literal,single_quotes,trailing_comma",
      "So:~```python~{'score': 7}~``` | {\"score\":7} | fixed:single_quotes",
      "My grade is {'score': 7}. | {\"score\":7} | fixed:single_quotes"})
  void whatCanBeReadInOneWayIsRead(String text, String json, String word) {
    assertThat(read(text.replace('~', '\n'))).as(text).isInstanceOfSatisfying(Fits.class, fits -> {
      assertThat(fits.answer().toString()).isEqualTo(json);
      assertThat(fits.repair().word()).isEqualTo(word == null ? "" : word);
    });
  }

  /// For each fix the neighbour that it must leave alone, and all else that cannot be told or is not JSON.
  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "seven", "I would say 7.", "{\"score\": 7,,}", "{,\"score\": 7}", "{\"score\": ,}",
      "{\"score\": 7, \"tags\": [,]}", "{'score': 7, 'why': 'it's'}", "{'score': 7, 'why': 'a', b'}",
      "{\"score': 7}", "{“score\": 7, \"why”: 1}", "{“score”: 7, “why”: “a “b” c”}", "{\"score\": 7, \"ok\": NaN}",
      "{\"score\": NaN}", "{\"score\": Infinity}", "{\"score\": -Infinity}", "{\"score\": undefined}",
      "{\"score\": seven}", "{None: 7, \"score\": 7}", "{\"score\": 7, \"why\": \"\\alpha\"}",
      "{\"score\": 7, \"why\": \"a \"b\" c\"}", "{\"score\": 07}", "{\"score\": +7}", "{\"score\": 0x7}",
      "{\"score\": 1_000}", "{score 7}", "{sc-ore: 7}", "{\"score\": 7, \"tags\": [\"a\"}", "{\"score\": 7]",
      "{\"score\": 7, \"why\": \"cut", "{\"score\": 7, \"why\":", "{\"score\": 7, \"why\"", "{\"score\": 7,",
      "{\"score\"", "{\"score\": 7", "{\"score\": 7 \n", "{\"score\": 7, \"why\": \"\ud800\"}", "{", "[", "}",
      "{\"score\": 7, \"score\": 8}",
      "{'score': 7, 'score': 8}", "{\"score\": 7, \"why\": \"\\ud800\"}", "{\"score\": 1e999999999}",
      "{\"score\": 7 /* open}", "{\"score\" \"why\"}", "{\"score\": 7 8}", "{7: 7}", "{\"score\": 'a' 'b'}",
      "first {\"score\": 7} or {\"score\": 8}", "```\n{\"score\": 7}\n```\n```\n{\"score\": 8}\n```"})
  void whatCannotBeToldIsNotGuessed(String text) {
    assertThat(read(text)).as(text).isInstanceOf(Unfit.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"score\": \"7\"}", "{\"score\": 7.5}", "{}", "[7]", "7", "\"{}\"",
      "So {\"score\": \"7\"}", "{'score': '7'}", "{\"score\": 7, \"more\": 1}"})
  void jsonThatDoesNotFitIsToldApartFromNone(String text) {
    assertThat(read(text)).as(text).isInstanceOfSatisfying(Unfit.class, unfit -> {
      assertThat(unfit.json()).isTrue();
      assertThat(unfit.message()).startsWith("the answer does not fit the schema: ");
    });
    assertThat(((Unfit) read("no")).json()).isFalse();
  }

  @Test
  void bracketsAreAddedOnlyWhereTheModelEndedByItself() {
    String text = "{\"score\": 7, \"tags\": [\"a\"";
    assertThat(Extraction.read(text, Ending.ENDED, SCORE)).isInstanceOf(Fits.class);
    assertThat(Extraction.read(text, Ending.UNKNOWN, SCORE)).isInstanceOf(Unfit.class);
    assertThat(Extraction.read(text, Ending.CUT, SCORE)).isInstanceOf(Unfit.class);
    assertThat(Extraction.read("{'score': 7}", Ending.UNKNOWN, SCORE)).isInstanceOf(Fits.class);
  }

  @Test
  void ofACutAnswerOnlyAWholeValueIsTaken() {
    assertThat(Extraction.read("{\"score\": 7}\n\n\n", Ending.CUT, SCORE)).isInstanceOf(Fits.class);
    assertThat(Extraction.read("12", Ending.ENDED, ANYTHING)).isInstanceOf(Fits.class);
    assertThat(Extraction.read("12", Ending.CUT, ANYTHING)).isInstanceOf(Unfit.class);
    assertThat(Extraction.read("{\"score\": 7} or else {", Ending.CUT, SCORE)).isInstanceOf(Unfit.class);
    assertThat(Extraction.read("```json\n{\"score\": 7}\n", Ending.CUT, SCORE)).isInstanceOf(Unfit.class);
  }

  @Test
  void whatIsJsonAlreadyIsNeverChanged() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5_000; i++) {
      JsonNode node = made(random, 0, WILD);
      String text = random.nextBoolean() ? node.toString() : node.toPrettyString();
      assertThat(Extraction.read(text, Ending.ENDED, ANYTHING)).isEqualTo(new Fits(Json.read(text), Repair.NONE));
      if (node.isContainer()) {
        assertThat(Mender.mend(text, true)).isNotNull().extracting(Mended::text).isEqualTo(text);
      }
    }
  }

  /// What is broken in a way of [Fix] comes back as it was, or not at all.
  @Test
  void whatIsFixedIsWhatWasMeant() {
    SplittableRandom random = new SplittableRandom(6);
    int fixed = 0;
    for (int i = 0; i < 5_000; i++) {
      JsonNode node = made(random, 0, MILD);
      String broken = broken(node.toString(), random);
      Found found = Extraction.read(broken, Ending.ENDED, ANYTHING);
      if (node.isContainer() && found instanceof Fits fits && !fits.repair().fixes().isEmpty()) {
        fixed++;
        assertThat(fits.answer()).as(broken).isEqualTo(Json.read(node.toString()));
      }
    }
    assertThat(fixed).isGreaterThan(500);
  }

  private static String broken(String json, SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> json.replace("}", ",}");
      case 1 -> json.contains("'") ? json : json.replace("\\\"", "Q").replace('"', '\'').replace("Q", "\"");
      case 2 -> json.replace("\\n", "\n");
      case 3 -> json.replace(":true", ": True").replace(":null", ": None").replace(":false", ": False");
      default -> json.replaceAll("\\}\\z", "");
    };
  }

  private static JsonNode made(SplittableRandom random, int depth, String[] parts) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> Json.MAPPER.getNodeFactory().numberNode(random.nextLong());
      case 1 -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
      case 2 -> Json.MAPPER.getNodeFactory().nullNode();
      case 3, 4 -> Json.MAPPER.getNodeFactory().stringNode(text(random, parts));
      case 5 -> {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(made(random, depth + 1, parts));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text(random, parts) + i, made(random, depth + 1, parts));
        }
        yield object;
      }
    };
  }

  private static String text(SplittableRandom random, String[] parts) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "[{", "{\"a\":", "{\"", "\"", "```", "```\n", "'", "\\", "{'a':", "/*", "//", ",",
      "{}", "[]", "{\"a\":1}", "{\"a\":1,}", "“", "{“", "True,", "[1,", "] [", "a", "<think>", "\n", "{\"a\\"})
  void tenMegabytesOfAnythingAreDealtWithSoon(String piece) {
    String text = piece.repeat(10_000_000 / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      assertThat(read(text)).isInstanceOf(Unfit.class);
      assertThat(read("x " + text)).isInstanceOf(Unfit.class);
    });
  }

  @Test
  void nestingBeyondReasonIsRefused() {
    for (int depth : new int[]{150, 600, 100_000}) {
      String text = "[".repeat(depth) + "]".repeat(depth);
      assertThat(Extraction.read(text, Ending.ENDED, ANYTHING)).as("" + depth).isInstanceOf(Unfit.class);
      assertThat(Extraction.read("x" + text, Ending.ENDED, ANYTHING)).isInstanceOf(Unfit.class);
      assertThat(Extraction.read("{\"a\":".repeat(depth), Ending.ENDED, ANYTHING)).isInstanceOf(Unfit.class);
    }
    String fine = "[".repeat(90) + "]".repeat(90);
    assertThat(Extraction.read(fine, Ending.ENDED, ANYTHING)).isInstanceOf(Fits.class);
  }

  @Test
  void aLongAnswerThatFitsIsTaken() {
    String text = "{\"score\": 7, \"why\": \"" + "x".repeat(10_000_000) + "\"}";
    assertThat(read(text)).isInstanceOf(Fits.class);
    assertThat(read("So: " + text)).isInstanceOf(Fits.class);
    assertThat(read(text.replace("7", "7,").replace(",,", ", \"ok\": None,"))).isInstanceOf(Fits.class);
    assertThat(read(" ".repeat(1 << 25) + "{\"score\": 7}")).isInstanceOf(Unfit.class);
  }

  @Test
  void fixesAreCounted() {
    Fits fits = (Fits) read("{'score': 7, 'tags': ['a', 'b',],}");
    assertThat(fits.repair().fixes()).containsEntry(Fix.TRAILING_COMMA, 2).containsEntry(Fix.SINGLE_QUOTES, 4)
        .hasSize(2);
    assertThat(fits.repair().after(1).word()).isEqualTo("re-asked");
  }
}
