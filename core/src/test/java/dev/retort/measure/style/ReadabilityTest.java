package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.text.PunktSentences;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadabilityTest {
  private final PunktSentences punkt = PunktSentences.english();

  @Test
  void theFormulasAreComputedByHand() {
    Readability text = Readability.of(List.of("The cat sat on the mat. It was happy."), punkt);
    assertThat(text).isEqualTo(new Readability(9, 2, 10));
    assertThat(text.ease()).isCloseTo(206.835 - 1.015 * 4.5 - 84.6 * 10 / 9, within(1e-12));
    assertThat(text.grade()).isCloseTo(0.39 * 4.5 + 11.8 * 10 / 9 - 15.59, within(1e-12));
  }

  @Test
  void aHeadingIsASentenceOfItsOwn() {
    assertThat(Readability.of(List.of("Cats", "They sleep"), punkt).sentences()).isEqualTo(2);
  }

  @Test
  void whatHasNoWordsHasNoReadability() {
    Readability none = Readability.of(List.of("1 + 2 = 3", "猫は寝る。"), punkt);
    assertThat(none.words()).isZero();
    assertThat(none.ease()).isNaN();
    assertThat(none.grade()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"cat, 1", "happy, 2", "make, 1", "table, 2", "the, 1", "area, 2", "beautiful, 3", "queue, 1", "b, 1",
      "readability, 5", "rhythm, 1", "tree, 1", "agree, 2"})
  void syllablesAreRunsOfVowels(String word, int wanted) {
    assertThat(Readability.syllables(word)).isEqualTo(wanted);
  }

  @Test
  void wordsHoldApostrophesAndHyphensInside() {
    assertThat(ProseWords.of("It's a well-known \u2018fact\u2019 - isn\u2019t it? 3.5 na\u0303o"))
        .containsExactly("It's", "a", "well-known", "fact", "isn\u2019t", "it", "3", "5", "na\u0303o");
  }
}
