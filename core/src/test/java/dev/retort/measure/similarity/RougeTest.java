package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.text.RougeWords;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against the readable version, over texts around the lengths where a 64-bit word is full.
class RougeTest {

  @Test
  void fastAndReadableVersionsAreEqual() {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      String reference = SimilarityMatrixTest.text(random, random.nextInt(i % 2 == 0 ? 20 : 260));
      String hypothesis = SimilarityMatrixTest.text(random, random.nextInt(i % 3 == 0 ? 20 : 260));
      List<String> from = RougeWords.stemmed().words(reference);
      List<String> to = RougeWords.stemmed().words(hypothesis);
      assertThat(Rouge.rouge1(true).score(reference, hypothesis)).isEqualTo(ReadableRouge.grams(from, to, 1));
      assertThat(Rouge.rouge2(true).score(reference, hypothesis)).isEqualTo(ReadableRouge.grams(from, to, 2));
      assertThat(Rouge.rougeL(true).score(reference, hypothesis)).isEqualTo(ReadableRouge.longestCommon(from, to));
      assertThat(Rouge.rougeLsum(true).score(reference, hypothesis))
          .isEqualTo(ReadableRouge.summary(lines(reference), lines(hypothesis)));
    }
  }

  private static List<List<String>> lines(String text) {
    return Arrays.stream(text.split("\n")).map(RougeWords.stemmed()::words).toList();
  }

  @Test
  void textsOfExactlyOneAndTwoFullWordsAreCountedToTheirEnd() {
    for (int length : new int[]{1, 63, 64, 65, 127, 128, 129}) {
      String same = "same ".repeat(length);
      assertThat(Rouge.rougeL(false).score(same, same)).isEqualTo(new RougeScore(1, 1, 1));
      assertThat(Rouge.rougeL(false).score(same, same + "more").precision()).isEqualTo(length / (length + 1.0));
      assertThat(Rouge.rougeL(false).score(same, "other").f1()).isZero();
    }
  }

  @Test
  void orderCountsForLAndNotForOne() {
    assertThat(Rouge.rouge1(false).score("a b c", "c b a").f1()).isEqualTo(1);
    assertThat(Rouge.rougeL(false).score("a b c", "c b a").precision()).isEqualTo(1 / 3.0);
    assertThat(Rouge.rouge2(false).score("a b c", "c b a").f1()).isZero();
  }

  @Test
  void stemsAreOneWordOnlyWithStemming() {
    assertThat(Rouge.rouge1(true).score("they jumped", "he jumps").recall()).isEqualTo(0.5);
    assertThat(Rouge.rouge1(false).score("they jumped", "he jumps").recall()).isZero();
  }

  @Test
  void textsWithoutWordsScoreNothing() {
    for (Rouge rouge : List.of(Rouge.rouge1(true), Rouge.rouge2(true), Rouge.rougeL(true), Rouge.rougeLsum(true))) {
      assertThat(rouge.score("", "")).isEqualTo(new RougeScore(0, 0, 0));
      assertThat(rouge.score("日本", "word")).isEqualTo(new RougeScore(0, 0, 0));
    }
  }

  @Test
  void sentencesMayBeCutByOthers() {
    Rouge byPeriod = Rouge.rougeLsum(false, text -> List.of(text.split("\\.")));
    assertThat(byPeriod.score("a b. c d.", "c d. a b.").f1()).isEqualTo(1);
    assertThat(Rouge.rougeLsum(false).score("a b. c d.", "c d. a b.").f1()).isEqualTo(0.5);
  }
}
