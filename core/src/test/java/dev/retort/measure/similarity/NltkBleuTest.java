package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.text.PythonWords;
import java.util.List;
import org.junit.jupiter.api.Test;

class NltkBleuTest {
  private static NltkBleu bleu(ChenCherry smoothing) {
    return NltkBleu.of(new PythonWords(), smoothing);
  }

  private static double score(ChenCherry smoothing, String reference, String hypothesis) {
    NltkBleu bleu = bleu(smoothing);
    return bleu.compare(bleu.prepare(reference), bleu.prepare(hypothesis));
  }

  @Test
  void equalTextsScoreOne() {
    assertThat(score(ChenCherry.METHOD_0, "a b c d e", "a b c d e")).isEqualTo(1);
  }

  @Test
  void aCommonWordAloneIsNearlyNothingWithoutSmoothing() {
    assertThat(score(ChenCherry.METHOD_0, "a b c d", "a x y z")).isBetween(1e-240, 1e-230);
    assertThat(score(ChenCherry.METHOD_0, "a b c d", "w x y z")).isZero();
  }

  @Test
  void smoothingByATenthIsComputedByHand() {
    double wanted = Math.pow(0.5 * (0.1 / 3) * (0.1 / 2) * 0.1, 0.25);
    assertThat(score(ChenCherry.METHOD_1, "a b c d", "a x d y")).isCloseTo(wanted, within(1e-15));
  }

  @Test
  void whereNltkStopsWithAnErrorThereIsNoScore() {
    NltkBleu bleu = bleu(ChenCherry.METHOD_6);
    assertThat(bleu.sentence(List.of(List.of("a", "b", "c", "d")), List.of("a", "b", "x", "d"))).isEmpty();
    assertThat(score(ChenCherry.METHOD_6, "a b c d", "a b x d")).isNaN();
    assertThat(score(ChenCherry.METHOD_6, "a b c d", "a b c x")).isPositive();
  }

  @Test
  void aGramCountsAsOftenAsInTheReferenceThatHasItMost() {
    NltkBleu unigrams = new NltkBleu(new PythonWords(), ChenCherry.METHOD_0, 1);
    List<List<String>> references = List.of(List.of("the", "cat", "x"), List.of("the", "the", "y"));
    assertThat(unigrams.sentence(references, List.of("the", "the", "the")).orElseThrow())
        .isCloseTo(2.0 / 3, within(1e-15));
  }

  @Test
  void aCorpusAddsCountsBeforeItDivides() {
    NltkBleu unigrams = new NltkBleu(new PythonWords(), ChenCherry.METHOD_0, 1);
    double corpus = unigrams.corpusOfPairs(List.of(List.of("a", "b", "c"), List.of("d")),
        List.of(List.of("a", "x", "y"), List.of("d"))).orElseThrow();
    assertThat(corpus).isCloseTo(0.5, within(1e-15));
    NltkBleu fifth = bleu(ChenCherry.METHOD_5);
    assertThatThrownBy(() -> fifth.corpusOfPairs(List.of(List.of("a")), List.of(List.of("a"))))
        .hasMessageContaining("method5");
  }
}
