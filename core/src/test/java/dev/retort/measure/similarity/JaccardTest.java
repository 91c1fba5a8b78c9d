package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Against sets of lists.
class JaccardTest {

  @Test
  void fastAndReadableVersionsAreEqual() {
    Random random = new Random(10);
    for (int i = 0; i < 300; i++) {
      for (int n = 1; n <= 4; n++) {
        Jaccard jaccard = Jaccard.of(n);
        List<String> one = jaccard.prepare(SimilarityMatrixTest.text(random, random.nextInt(40)));
        List<String> other = jaccard.prepare(SimilarityMatrixTest.text(random, random.nextInt(40)));
        Set<List<String>> both = new HashSet<>(ReadableRouge.counts(one, n).keySet());
        Set<List<String>> either = new HashSet<>(both);
        both.retainAll(ReadableRouge.counts(other, n).keySet());
        either.addAll(ReadableRouge.counts(other, n).keySet());
        assertThat(jaccard.compare(one, other))
            .isEqualTo(either.isEmpty() ? 0 : both.size() / (double) either.size());
        assertThat(jaccard.compare(other, one)).isEqualTo(jaccard.compare(one, other));
      }
    }
  }

  @Test
  void howOftenAnNgramStandsDoesNotCount() {
    Jaccard jaccard = Jaccard.of(1);
    assertThat(jaccard.compare(List.of("a", "a", "b"), List.of("a", "c"))).isEqualTo(1 / 3.0);
  }

  @Test
  void ngramsWithoutWordsAreRefused() {
    assertThatThrownBy(() -> Jaccard.of(0)).hasMessage("jaccard: found n-grams of 0 words, wanted 1 or more");
  }
}
