package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against the regular expressions the reference is written in.
class SacreWordsTest {
  private static final String SPACE = PythonWords.SPACES + "+";

  private static List<String> split(String text) {
    return Arrays.stream(text.split(SPACE)).filter(word -> !word.isEmpty()).toList();
  }

  private static String western(String text) {
    return text.replaceAll("([{-~\\[-` -&(-+:-@/])", " $1 ").replaceAll("(?s)([^0-9])([.,])", "$1 $2 ")
        .replaceAll("(?s)([.,])([^0-9])", " $1 $2").replaceAll("([0-9])(-)", "$1 $2 ");
  }

  private static List<String> readable(SacreWords words, String text) {
    String cut = text.replaceAll(SPACE + "\\z", "");
    return split(switch (words) {
      case THIRTEEN_A -> western(" " + cut.replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
          .replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") + " ");
      case CHAR -> cut.replaceAll("(?s)(.)", "$1 ");
      case ZH -> western(cut.replaceAll("\\A" + SPACE, "")
          .replaceAll("([\u3400-\u4db5\u4e00-\u9fbb\uff00-\uffef\u2001-\u2a6d\u3000-\u303f])", " $1 "));
      case INTL -> cut.replaceAll("(?s)(\\P{N})(\\p{P})", "$1 $2 ").replaceAll("(?s)(\\p{P})(\\P{N})", " $1 $2")
          .replaceAll("(\\p{S})", " $1 ");
    });
  }

  @Test
  void passesOverCharactersGiveWhatRegularExpressionsGive() {
    Random random = new Random(4);
    List<String> parts = List.of("a", "B", "1", "2", ".", ",", "-", "'", "\n", " ", "&amp;", "&quot;", "<skipped>", "(",
        "/", "$", "€", "“", "日", "，", "😀", "½", "\u00a0", "é", "x", "٣");
    for (int i = 0; i < 4000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(25); n > 0; n--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      for (SacreWords words : SacreWords.values()) {
        assertThat(words.words(text.toString())).as("%s of %s", words, text)
            .isEqualTo(readable(words, text.toString()));
      }
    }
  }

  @Test
  void numbersKeepTheirPeriods() {
    assertThat(SacreWords.THIRTEEN_A.words("It's 1,000.50 km, e.g. 5-6.")).containsExactly("It's", "1,000.50", "km",
        ",",
        "e", ".", "g", ".", "5", "-", "6", ".");
    assertThat(SacreWords.INTL.words("in 1999.")).containsExactly("in", "1999.");
    assertThat(SacreWords.CHAR.words("a 😀")).containsExactly("a", "😀");
    assertThat(SacreWords.ZH.words("中文 abc")).containsExactly("中", "文", "abc");
  }
}
