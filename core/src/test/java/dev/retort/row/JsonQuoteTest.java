package dev.retort.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
