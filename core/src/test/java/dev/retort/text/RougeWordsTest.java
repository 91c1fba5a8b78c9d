package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RougeWordsTest {

  /// As it is written in the reference: lower case, then whatever else becomes a space.
  private static List<String> readable(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").split(" "))
        .filter(word -> !word.isEmpty()).toList();
  }

  @Test
  void onePassGivesWhatTheRegularExpressionGives() {
    Random random = new Random(3);
    String some = "abzAZ09 .,-_'\n\tKİıſßÅéñ日\u00a0\ud83d\ude00";
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(some.charAt(random.nextInt(some.length())));
      }
      assertThat(RougeWords.plain().words(text.toString())).as(text.toString()).isEqualTo(readable(text.toString()));
    }
  }

  @Test
  void everyCharacterOfTheBasicPlaneIsCutAsItsLowerCase() {
    for (int c = 0; c < 0x10000; c++) {
      String text = "a" + (char) c + "b";
      assertThat(RougeWords.plain().words(text)).as("U+%04X", c).isEqualTo(readable(text));
    }
  }

  @Test
  void onlyWordsOfMoreThanThreeCharactersAreStemmed() {
    assertThat(RougeWords.stemmed().words("The dogs ran, bus uses 1,000s")).containsExactly("the", "dog", "ran", "bus",
        "use", "1", "000");
    assertThat(RougeWords.plain().words("dogs")).containsExactly("dogs");
  }

  @Test
  void longWordsAreKeptWhole() {
    String word = "a".repeat(1000);
    assertThat(RougeWords.plain().words(word + " " + word)).containsExactly(word, word);
  }
}
