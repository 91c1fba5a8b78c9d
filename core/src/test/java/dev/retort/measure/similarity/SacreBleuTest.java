package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against counting with maps of lists.
class SacreBleuTest {
  private static final SacreBleu BLEU = SacreBleu.sentence();

  private static long[] readable(List<List<String>> references, List<String> hypothesis) {
    long[] matches = new long[4];
    for (int n = 1; n <= 4; n++) {
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : references) {
        ReadableRouge.counts(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> one : ReadableRouge.counts(hypothesis, n).entrySet()) {
        matches[n - 1] += Math.min(one.getValue(), most.getOrDefault(one.getKey(), 0));
      }
    }
    return matches;
  }

  @Test
  void fastAndReadableCountsAreEqualForOneToThreeReferences() {
    Random random = new Random(8);
    for (int i = 0; i < 500; i++) {
      List<List<String>> references = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        references.add(BLEU.prepare(SimilarityMatrixTest.text(random, random.nextInt(60))));
      }
      List<String> hypothesis = BLEU.prepare(SimilarityMatrixTest.text(random, random.nextInt(60)));
      BleuCounts counts = BLEU.count(references, hypothesis);
      assertThat(counts.matches()).containsExactly(readable(references, hypothesis));
      for (int n = 1; n <= 4; n++) {
        assertThat(counts.totals()[n - 1]).isEqualTo(Math.max(0, hypothesis.size() - n + 1));
      }
    }
  }

  @Test
  void theScoreOfAHandCalculation() {
    BleuScore score = BLEU.score(List.of("the cat is on the mat"), "the cat the cat on mat");
    assertThat(score.counts().matches()).containsExactly(5, 1, 0, 0);
    assertThat(score.precisions()).containsExactly(new double[]{500 / 6.0, 20, 100 / 8.0, 100 / 12.0}, within(1e-12));
    assertThat(score.score()).isCloseTo(Math.pow(500 / 6.0 * 20 * 12.5 * (100 / 12.0), 0.25), within(1e-12));
  }

  @Test
  void theReferenceClosestInLengthCountsAndTheShorterOfTwo() {
    assertThat(BLEU.score(List.of("a b c d e f", "a", "a b c d"), "a b c d e").counts().reference()).isEqualTo(4);
    assertThat(BLEU.score(List.of("a b c d e f", "a b"), "a b c d e").counts().reference()).isEqualTo(6);
  }

  @Test
  void shortTextsScoreOnlyWithEffectiveOrderOrSmoothing() {
    assertThat(BLEU.score(List.of("two words"), "two words").score()).isCloseTo(100, within(1e-12));
    SacreBleu strict = new SacreBleu(BLEU.words(), new Smoothing.None(), false, false);
    assertThat(strict.score(List.of("two words"), "two words").score()).isZero();
  }

  @Test
  void aCorpusIsNotTheMeanOfItsSentences() {
    List<List<String>> references = List.of(List.of("a b c d e"), List.of("a b c d"));
    List<String> hypotheses = List.of("a b c d e", "x y z w");
    BleuScore corpus = SacreBleu.corpus().score(references, hypotheses);
    assertThat(corpus.counts().matches()).containsExactly(5, 4, 3, 2);
    assertThat(corpus.counts().totals()).containsExactly(9, 7, 5, 3);
    assertThat(corpus.score()).isCloseTo(100 * Math.pow(5 / 9.0 * 4 / 7 * 3 / 5 * 2 / 3, 0.25), within(1e-9));
  }

  @Test
  void nothingInCommonIsZeroWhateverTheSmoothing() {
    for (Smoothing one : List.of(new Smoothing.None(), new Smoothing.Exponential(), new Smoothing.Floor(0.1),
        new Smoothing.AddK(1))) {
      SacreBleu bleu = new SacreBleu(BLEU.words(), one, true, false);
      assertThat(bleu.score(List.of("a b c d e"), "v w x y z").score()).isZero();
      assertThat(bleu.score(List.of("a b"), "").score()).isZero();
      assertThat(bleu.score(List.of(""), "a b").score()).isZero();
    }
  }
}
