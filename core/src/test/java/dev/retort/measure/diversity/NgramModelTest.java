package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.text.PythonWords;
import dev.retort.text.WordSplitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NgramModelTest {
  private static final WordSplitter SPLIT = new PythonWords();

  /// Interpolated Witten-Bell straight from its formula.
  private static double formula(List<List<String>> texts, List<String> history, String word, int order, double base) {
    double probability = base;
    for (int length = 0; length < order && length <= history.size(); length++) {
      List<String> context = history.subList(history.size() - length, history.size());
      List<String> followers = new ArrayList<>();
      for (List<String> text : texts) {
        for (int at = 1; at < text.size(); at++) {
          if (at >= length && text.subList(at - length, at).equals(context)) {
            followers.add(text.get(at));
          }
        }
      }
      if (followers.isEmpty()) {
        break;
      }
      double kinds = followers.stream().distinct().count();
      probability = (Collections.frequency(followers, word) + kinds * probability) / (followers.size() + kinds);
    }
    return probability;
  }

  @Test
  void probabilitiesFollowTheFormula() {
    List<String> texts = List.of("abab", "abc", "", "bca", "aaab");
    List<List<String>> symbols = texts.stream().map(NgramModelTest::symbols).toList();
    for (int order = 1; order <= 4; order++) {
      NgramModel model = NgramModel.characters(texts, order);
      for (String text : List.of("", "a", "abca", "ax", "cccb", "babab")) {
        List<String> sequence = symbols(text);
        double sum = 0;
        for (int at = 1; at < sequence.size(); at++) {
          sum += Math.log(formula(symbols, sequence.subList(0, at), sequence.get(at), order,
              1.0 / (Character.MAX_CODE_POINT + 2)));
        }
        assertThat(model.score(text).logProbability()).as(text).isCloseTo(sum, within(1e-12));
        assertThat(model.score(text).events()).isEqualTo(text.length() + 1L);
      }
    }
  }

  private static List<String> symbols(String text) {
    List<String> symbols = new ArrayList<>(List.of("<start>"));
    text.chars().forEach(letter -> symbols.add(Character.toString(letter)));
    symbols.add("<end>");
    return symbols;
  }

  /// The chance to go on with any of all code points, or to end, is 1.
  @Test
  void probabilitiesOfAllThatCanComeNextAddUpToOne() {
    NgramModel model = NgramModel.characters(List.of("abab", "abc", "bca"), 3);
    double sum = Math.exp(model.score("ab").logProbability());
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      sum += Math.exp(model.beginning("ab" + Character.toString(point)));
    }
    assertThat(sum / Math.exp(model.beginning("ab"))).isCloseTo(1, within(1e-9));
  }

  @Test
  void aWordNotSeenIsSpelledAndNotRefused() {
    NgramModel model = NgramModel.words(List.of("the cat sat", "the dog sat"), SPLIT, 3);
    double known = model.score("the cat sat").logProbability();
    double near = model.score("the cot sat").logProbability();
    double far = model.score("the \ud83d\ude00\u4eca sat").logProbability();
    assertThat(known).isGreaterThan(near);
    assertThat(near).isGreaterThan(far);
    assertThat(far).isFinite();
  }

  @Test
  void aVeryLongWordIsImprobableButNotImpossible() {
    NgramModel model = NgramModel.words(List.of("the cat sat", "the dog sat"), SPLIT, 3);
    String word = "xyzzy".repeat(2000);
    assertThat(model.score("the " + word).logProbability()).isFinite().isLessThan(-10_000);
    assertThat(model.perplexity(List.of(word))).isInstanceOf(Score.Absent.class);
  }

  @Test
  void theOrderOfWordsMattersAndPermutedTextsAreLessForeseeable() {
    List<String> texts = Collections.nCopies(8, "one two three four five six seven eight");
    NgramModel model = NgramModel.words(texts, SPLIT, 3);
    List<String> words = new ArrayList<>(SPLIT.words(texts.getFirst()));
    Collections.shuffle(words, new Random(3));
    double same = model.perplexity(texts).number().orElseThrow();
    assertThat(same).isBetween(1.0, 1.5);
    assertThat(model.perplexity(List.of(String.join(" ", words))).number().orElseThrow()).isGreaterThan(5 * same);
    assertThat(NgramModel.words(texts, SPLIT, 1).perplexity(texts).number().orElseThrow()).isGreaterThan(5);
  }

  @Test
  void perplexityOfGivenLogProbabilities() {
    assertThat(NgramModel.perplexity(new double[]{Math.log(0.5), Math.log(0.125)}).number().orElseThrow())
        .isCloseTo(4, within(1e-12));
    assertThat(NgramModel.perplexity(new double[0])).isInstanceOf(Score.Absent.class);
    assertThat(NgramModel.perplexity(new double[]{Double.NEGATIVE_INFINITY})).isInstanceOf(Score.Absent.class);
    assertThatThrownBy(() -> NgramModel.perplexity(new double[]{0.1})).hasMessageContaining("0 or less");
    assertThatThrownBy(() -> NgramModel.perplexity(new double[]{Double.NaN})).hasMessageContaining("found");
    assertThat(NgramModel.words(List.of(), SPLIT, 3).perplexity(List.of())).isInstanceOf(Score.Absent.class);
  }

  @Test
  void aModelOfNothingStillGivesEveryTextAProbability() {
    NgramModel model = NgramModel.words(List.of(), SPLIT, 3);
    assertThat(model.score("any text").logProbability()).isFinite().isNegative();
  }
}
