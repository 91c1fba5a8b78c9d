package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.similarity.ChenCherry;
import dev.retort.measure.similarity.NltkBleu;
import dev.retort.text.PythonWords;
import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfBleuTest {
  private static final WordSplitter SPLIT = new PythonWords();

  /// BLEU of each text with all others as its references, one by one.
  private static double[] bruteForce(List<String> texts, int longest, boolean itself) {
    double[] weights = new double[longest];
    Arrays.fill(weights, 1.0 / longest);
    NltkBleu bleu = new NltkBleu(SPLIT, ChenCherry.METHOD_1, weights);
    List<List<String>> words = texts.stream().map(bleu::prepare).toList();
    double[] scores = new double[texts.size()];
    for (int t = 0; t < scores.length; t++) {
      List<List<String>> others = new ArrayList<>(words);
      if (!itself) {
        others.remove(t);
      }
      scores[t] = bleu.sentence(others, words.get(t)).orElseThrow();
    }
    return scores;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void equalsBruteForceOnRepetitiveTexts(int longest) {
    for (int seed = 0; seed < 20; seed++) {
      List<String> texts = new ArrayList<>(DiversityProfileTest.texts(2 + seed, 6, seed));
      texts.add("");
      texts.add("w1");
      texts.add(texts.getFirst());
      texts.add("w1 w1 w1 w1 w1 w1 w1 w2");
      texts.add("w1 w1 w1 w1 w1 w1 w1 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3 w3");
      double[] ours = SelfBleu.perText(texts, SPLIT, longest);
      assertThat(ours).containsExactly(bruteForce(texts, longest, false), within(1e-13));
      assertThat(ours).isNotEqualTo(bruteForce(texts, longest, true));
    }
  }

  @Test
  void equalTextsGiveOneAndTextsOfTheirOwnWordsNothing() {
    assertThat(SelfBleu.mean(List.of("a b c d e", "a b c d e", "a b c d e"), SPLIT, 4)).isEqualTo(Score.of(1));
    assertThat(SelfBleu.mean(List.of("a b c d e", "f g h i j"), SPLIT, 4)).isEqualTo(Score.of(0));
    assertThat(SelfBleu.mean(List.of("a b c d e"), SPLIT, 4)).isInstanceOf(Score.Absent.class);
    assertThat(SelfBleu.mean(List.of(), SPLIT, 4)).isInstanceOf(Score.Absent.class);
  }

  @Test
  void ofTwoLengthsThatAreAsCloseTheShorterCounts() {
    assertThat(SelfBleu.perText(List.of("a b", "a b c", "a b c d"), SPLIT, 2)[1])
        .isCloseTo(1.0, within(1e-15));
    assertThat(SelfBleu.perText(List.of("a b c", "a b c d"), SPLIT, 2)[0])
        .isCloseTo(Math.exp(1 - 4.0 / 3), within(1e-15));
  }
}
