package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreebankWordsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"Hello, world.|Hello , world .",
      "It costs $3,000.50 (now).|It costs $ 3,000.50 ( now ) .",
      "I don't; he's, they'll go|I do n't ; he 's , they 'll go",
      "\"Yes,\" he said.|`` Yes , '' he said .", "You cannot, gonna|You can not , gon na", "wanna go|wan na go",
      "'Tis so|'T is so", "Mr. Smith left. He ran.|Mr. Smith left. He ran .", "**bold**|* * bold * *",
      "a--b ... c|a -- b ... c", "50% off! #1 @me|50 % off ! # 1 @ me", "«oui»|« oui »", "10:30|10:30"})
  void punctuationQuotesAndCliticsAreWords(String text, String wanted) {
    assertThat(String.join(" ", new TreebankWords().words(text))).isEqualTo(wanted);
  }
}
