package dev.retort.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonQuoteTest {
  private static final String DRAWN = "ab\"\\\n\r\t\b\f\0\u001f\u007fä\u2028\ud83d\ude00{}";

  @Test
  void whatIsQuotedIsReadBackByAnotherParserAndIsAsShortAsItCanBe() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder drawn = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        drawn.append(DRAWN.charAt(random.nextInt(DRAWN.length())));
      }
      String text = drawn.toString();
      StringBuilder out = new StringBuilder();
      Json.quote(text, out);
      assertThat(Json.MAPPER.readTree(out.toString()).stringValue()).isEqualTo(text);
      assertThat(out).hasToString(charByChar(text));
    }
  }

  @Test
  void halvesOfSurrogatePairsAreToldFromWholeOnesAndQuotedAsTheyAre() {
    String drawn = "a?\u00e4\u00ff\u0100\u2028\ud83d\ud83d\ude00\ude00\"";
    SplittableRandom random = new SplittableRandom(5);
    int halves = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(6);
      for (int j = 0; j < length; j++) {
        text.append(drawn.charAt(random.nextInt(drawn.length())));
      }
      boolean half = text.codePoints().anyMatch(point -> point >= 0xd800 && point < 0xe000);
      halves += half ? 1 : 0;
      assertThat(Json.hasLoneSurrogate(text.toString())).as("%s", text.chars().boxed().toList()).isEqualTo(half);
      StringBuilder out = new StringBuilder();
      Json.quote(text.toString(), out);
      assertThat(out).hasToString(charByChar(text.toString()));
    }
    assertThat(halves).isBetween(200, 1_800);
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedWhateverItsValueInTheParsersWords() {
    String[] values = {"null", "1", "\"x\"", "{}", "[]", "[{\"b\":[]}]", "{\"a\":{\"a\":0}}"};
    for (String one : values) {
      for (String other : values) {
        for (String around : new String[]{"%s", "[0,%s]", "{\"x\":[{\"y\":%s}]}"}) {
          String twice = around.formatted("{\"a\":" + one + ",\"b\":2,\"a\":" + other + "}");
          assertThatThrownBy(() -> Json.read(twice)).as(twice).isInstanceOf(JacksonException.class)
              .hasMessage(catchThrowable(() -> Json.MAPPER.readTree(twice)).getMessage());
          String once = around.formatted("{\"a\":" + one + ",\"b\":2,\"c\":" + other + "}");
          assertThat(Json.read(once)).isEqualTo(Json.MAPPER.readTree(once));
        }
      }
    }
    for (String wrong : new String[]{"{", "{} {}", "{\"a\":01}", "{'a':1}", "nul"}) {
      assertThatThrownBy(() -> Json.read(wrong)).as(wrong).isInstanceOf(JacksonException.class);
    }
    assertThat(Json.read("")).isEqualTo(Json.MAPPER.readTree(""));
    assertThat(Json.read("[1.10, 1e400]").get(1).decimalValue()).isEqualTo("1e400");
  }

  @Test
  void keysAreSortedByCodeUnitAtEveryDepth() {
    assertThat(Json.canonical(Json.MAPPER.readTree("""
        {"b": {"z": 1, "Z": [{"y": 2, "x": {}}]}, "\uffff": 3, "\ud83d\ude00": 4, "": 5, "a": 6}"""))).isEqualTo(
        "{\"\":5,\"a\":6,\"b\":{\"Z\":[{\"x\":{},\"y\":2}],\"z\":1},\"\ud83d\ude00\":4,\"\uffff\":3}");
    assertThat(Json.canonical(Json.MAPPER.readTree("{\"a\": 1, \"b\": 2}"))).isEqualTo("{\"a\":1,\"b\":2}");
  }

  @Test
  void numbersAreWrittenInOneWay() {
    assertThat(Json.canonical(Json.MAPPER.readTree("""
        {"b": 1.50, "a": [0, -7, 12345678901234567890, 1e2, 0.0, 1E-7, 9007199254740993, 1e30]}"""))).isEqualTo(
        "{\"a\":[0,-7,12345678901234567890,100,0,1E-7,9007199254740993,1E+30],\"b\":1.5}");
  }

  /// The readable version.
  private static String charByChar(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      out.append(switch (c) {
        case '"' -> "\\\"";
        case '\\' -> "\\\\";
        case '\n' -> "\\n";
        case '\r' -> "\\r";
        case '\t' -> "\\t";
        default -> c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c);
      });
    }
    return out.append('"').toString();
  }
}
