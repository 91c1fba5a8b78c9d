package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.similarity.Rouge;
import dev.retort.text.AlphanumericWords;
import dev.retort.text.PythonWords;
import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassicalMeasuresTest {
  private static final WordSplitter SPLIT = new PythonWords();

  @Test
  void distinctNgramsAreThoseOfASetOfLists() {
    List<String> texts = DiversityProfileTest.texts(40, 8, 4);
    for (DistinctN ours : DistinctN.of(texts, SPLIT, 6)) {
      Set<List<String>> different = new HashSet<>();
      long total = 0;
      for (String text : texts) {
        List<String> words = SPLIT.words(text);
        for (int i = 0; i + ours.order() <= words.size(); i++) {
          different.add(words.subList(i, i + ours.order()));
          total++;
        }
      }
      assertThat(ours).isEqualTo(new DistinctN(ours.order(), different.size(), total));
    }
  }

  @Test
  void withoutAPartIsTheSameAsCountingTheOthers() {
    List<String> texts = DiversityProfileTest.texts(30, 40, 4);
    int[] part = IntStream.range(0, 30).map(t -> t * 7 % 5).toArray();
    for (int order = 1; order <= 3; order++) {
      double[] ours = DistinctWithout.each(Grams.words(texts, SPLIT).ofOrder(order), part, 5);
      for (int p = 0; p < 5; p++) {
        List<String> others = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
          if (part[t] != p) {
            others.add(texts.get(t));
          }
        }
        assertThat(ours[p]).isEqualTo(DistinctN.of(others, SPLIT, order).getLast().ratio().number().orElseThrow());
      }
    }
  }

  @Test
  void nothingToCountIsSaid() {
    assertThat(DistinctN.of(List.of("a b"), SPLIT, 3).getLast().ratio()).isEqualTo(Score.absent("no text has 3 words"));
    assertThat(DistinctN.sum(DistinctN.of(List.of(), SPLIT, 2))).isEqualTo(Score.absent("no text has 1 word"));
    assertThat(DistinctN.sum(List.of())).isInstanceOf(Score.Absent.class);
    assertThat(SelfRepetition.mean(List.of(), SPLIT, 4)).isInstanceOf(Score.Absent.class);
    assertThat(Compression.of(List.of("", "")).ratio()).isNotInstanceOf(Score.Absent.class);
    assertThat(Compression.of(List.of()).ratio()).isInstanceOf(Score.Absent.class);
    assertThat(Compression.packedTwice(List.of())).isInstanceOf(Score.Absent.class);
    assertThat(Homogenization.mean(List.of("a"), Rouge.rougeL(false))).isInstanceOf(Score.Absent.class);
    assertThat(Homogenization.bleu(List.of("a"), SPLIT)).isInstanceOf(Score.Absent.class);
    assertThatThrownBy(() -> new Score.Value(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void selfRepetitionOfOneSharedPhraseByHand() {
    List<String> texts = List.of("a b c x", "a b c y", "p q r s");
    assertThat(SelfRepetition.perText(texts, SPLIT, 3)).containsExactly(new double[]{Math.log(2), Math.log(2), 0},
        within(1e-15));
    assertThat(SelfRepetition.perText(List.of("a a a a a", "b"), SPLIT, 2)).containsExactly(0, 0);
  }

  @Test
  void blocksOfTextsHaveAllBytesAndNearlyThePackedSizeOfTheWhole() {
    List<String> texts = DiversityProfileTest.texts(2000, 900, 3);
    List<Compression.Block> blocks = Compression.blocks(texts, 20);
    long original = blocks.stream().mapToLong(Compression.Block::original).sum();
    long packed = blocks.stream().mapToLong(Compression.Block::packed).sum();
    assertThat(original).isEqualTo(Compression.of(texts).original() + 1);
    assertThat((double) packed / Compression.of(texts).gzip()).isBetween(0.97, 1.05);
    assertThat(blocks).allSatisfy(block -> assertThat(block.packed()).isPositive());
  }

  @Test
  void moreOfTheSamePacksBetter() {
    List<String> texts = DiversityProfileTest.texts(40, 400, 3);
    List<String> twice = new ArrayList<>(texts);
    twice.addAll(texts);
    double once = Compression.of(texts).ratio().number().orElseThrow();
    assertThat(Compression.of(twice).ratio().number().orElseThrow()).isGreaterThan(1.5 * once);
    assertThat(Compression.packedTwice(Collections.nCopies(4000, "one and the same")).number().orElseThrow())
        .isGreaterThan(Compression.of(Collections.nCopies(4000, "one and the same")).ratio().number().orElseThrow());
  }

  @Test
  void homogenizationIsTheMeanOverPairs() {
    List<String> texts = List.of("a b c d", "a b c e", "x y");
    double pair = Rouge.rougeL(false).score("a b c d", "a b c e").f1();
    assertThat(Homogenization.rougeL(texts, false)).containsExactly(new double[]{pair / 2, pair / 2, 0},
        within(1e-15));
    assertThat(Homogenization.mean(List.of("a", "b"), Rouge.rougeL(false))).isEqualTo(Score.of(0));
    assertThat(Homogenization.asPackage(0)).isEqualTo(1);
  }

  @Test
  void jackknifeOfAMeanIsItsStandardError() {
    double[] values = {1, 4, 2, 8, 5, 7, 3, 3, 9, 6};
    double mean = 4.8;
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / 9;
    }
    Jackknife jackknife = Jackknife.of(10, i -> (48 - values[i]) / 9);
    assertThat(jackknife.standardError()).isCloseTo(Math.sqrt(variance / 10), within(1e-12));
    assertThat(jackknife.half()).isCloseTo(2.262157 * jackknife.standardError(), within(1e-5));
  }

  @Test
  void alphanumericWordsAreThoseOfPythonsWordCharacters() {
    assertThat(new AlphanumericWords()
        .words("I'm a_b 12 x2\u00b2 \u00e9t\u00e9 e\u0301t \u4eca\u5929! \ud835\udc00\ud835\udc01"))
        .containsExactly("a_b", "12", "x2\u00b2", "\u00e9t\u00e9", "\u4eca\u5929", "\ud835\udc00\ud835\udc01");
    assertThat(new AlphanumericWords().words("a b c")).isEmpty();
  }
}
