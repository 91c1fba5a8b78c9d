package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonWordsTest {
  private final PythonWords words = new PythonWords();

  @Test
  void wordsAreWhatStandsBetweenWhiteSpace() {
    assertThat(words.words("  one two\t\nthree ")).containsExactly("one", "two", "three");
    assertThat(words.words("")).isEmpty();
    assertThat(words.words(" \n ")).isEmpty();
    assertThat(words.words("alone")).containsExactly("alone");
  }

  @Test
  void separatorsOfAllKindsSplitAsInPython() {
    for (char space : "\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\u000b"
        .toCharArray()) {
      assertThat(words.words("a" + space + "b")).as("U+%04X", (int) space).containsExactly("a", "b");
    }
  }

  @Test
  void whatOnlyLooksLikeWhiteSpaceDoesNotSplit() {
    for (char other : "\u200b\u2060\ufeff\u180e\u001b\u0000".toCharArray()) {
      assertThat(words.words("a" + other + "b")).as("U+%04X", (int) other).hasSize(1);
    }
  }
}
