package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.text.RougeWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Against comparing every pair by the readable version.
class SimilarityMatrixTest {
  private static final List<TextMeasure<?>> MEASURES = List.of(Rouge.rouge1(true), Rouge.rouge2(true),
      Rouge.rougeL(true), Rouge.rouge2(false), SacreBleu.sentence(), Rouge.rougeLsum(true));

  private record Told(int prompt, int measure, int reference, int hypothesis, double value) {}

  private static List<Told> told(List<? extends TextMeasure<?>> measures, @Nullable String[][] texts, int threads) {
    List<Told> all = new ArrayList<>();
    new SimilarityMatrix(measures, threads)
        .compare(texts, (prompt, measure, a, b, value) -> all.add(new Told(prompt, measure, a, b, value)));
    return all;
  }

  /// Texts of few words, so that much is shared; every seventh is missing.
  static @Nullable String[][] texts(int authors, int prompts, long seed) {
    Random random = new Random(seed);
    @Nullable
    String[][] texts = new @Nullable String[authors][];
    for (int author = 0; author < authors; author++) {
      @Nullable
      String[] answers = new @Nullable String[prompts];
      for (int prompt = 0; prompt < prompts; prompt++) {
        answers[prompt] = random.nextInt(7) == 0 ? null : text(random, random.nextInt(200));
      }
      texts[author] = answers;
    }
    return texts;
  }

  static String text(Random random, int words) {
    List<String> parts = List.of("running", "runs", "run.", "The", "the\n", "cat's", "cats", "of", "1,000", "Zürich",
        "flies", "flying", "caresses", "happily", "K", "x");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(parts.get(random.nextInt(parts.size()))).append(' ');
    }
    return text.toString();
  }

  @Test
  void everyPairHasTheValueOfItsTwoTexts() {
    @Nullable
    String[][] texts = texts(6, 9, 1);
    Map<String, Double> wanted = new HashMap<>();
    for (int prompt = 0; prompt < 9; prompt++) {
      for (int a = 0; a < 6; a++) {
        for (int b = a + 1; b < 6; b++) {
          String reference = texts[a][prompt];
          String hypothesis = texts[b][prompt];
          if (reference != null && hypothesis != null) {
            List<String> from = RougeWords.stemmed().words(reference);
            List<String> to = RougeWords.stemmed().words(hypothesis);
            wanted.put("%d 0 %d %d".formatted(prompt, a, b), ReadableRouge.grams(from, to, 1).f1());
            wanted.put("%d 1 %d %d".formatted(prompt, a, b), ReadableRouge.grams(from, to, 2).f1());
            wanted.put("%d 2 %d %d".formatted(prompt, a, b), ReadableRouge.longestCommon(from, to).f1());
          }
        }
      }
    }
    Map<String, Double> found = new HashMap<>();
    told(List.of(Rouge.rouge1(true), Rouge.rouge2(true), Rouge.rougeL(true)), texts, 2).forEach(
        one -> found.put("%d %d %d %d".formatted(one.prompt, one.measure, one.reference, one.hypothesis), one.value));
    assertThat(wanted).hasSizeGreaterThan(200);
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void whatIsToldDoesNotDependOnThreads() {
    @Nullable
    String[][] texts = texts(5, 40, 2);
    List<Told> one = told(MEASURES, texts, 1);
    assertThat(one).hasSizeGreaterThan(2000).isEqualTo(told(MEASURES, texts, 7)).isSortedAccordingTo(
        Comparator.comparingInt(Told::prompt).thenComparingInt(Told::measure)
            .thenComparingInt(Told::reference).thenComparingInt(Told::hypothesis));
    assertThat(one).isNotEqualTo(told(MEASURES, texts(5, 40, 3), 1));
  }

  @Test
  void aDirectionalMeasureIsToldInBothDirections() {
    String[][] texts = {{"a b c d e f"}, {"a b c d"}};
    List<Told> told = told(List.of(SacreBleu.sentence(), Rouge.rouge1(false)), texts, 1);
    SacreBleu bleu = SacreBleu.sentence();
    assertThat(told).containsExactly(
        new Told(0, 0, 0, 1, bleu.score(List.of("a b c d e f"), "a b c d").score()),
        new Told(0, 0, 1, 0, bleu.score(List.of("a b c d"), "a b c d e f").score()), new Told(0, 1, 0, 1, 0.8));
    assertThat(told.get(0).value).isNotEqualTo(told.get(1).value);
  }

  @Test
  void missingAnswersAreComparedWithNothingAndEmptyOnesAre() {
    @Nullable
    String[][] texts = {{"one", null}, {"", "two"}, {null, "two"}};
    assertThat(told(List.of(Rouge.rouge1(true)), texts, 2)).containsExactly(new Told(0, 0, 0, 1, 0),
        new Told(1, 0, 1, 2, 1));
  }

  @Test
  void whatHasNoValueIsNotTold() {
    Cosine cosine = new Cosine(text -> new float[]{text.length(), 0});
    assertThat(told(List.of(cosine), new String[][]{{"", "a"}, {"b", "c"}}, 1))
        .containsExactly(new Told(1, 0, 0, 1, 1));
  }

  @Test
  void authorsWithOtherNumbersOfPromptsAreRefused() {
    assertThatThrownBy(() -> told(MEASURES, new String[][]{{"a"}, {"b", "c"}}, 1))
        .hasMessage("texts: found 2 prompts of author 1, wanted 1 as of the first. Put null where there is no answer.");
  }

  @Test
  void whatAMeasureThrowsReachesTheCallerAsItIs() {
    Cosine broken = new Cosine(text -> new float[text.length()]);
    assertThatThrownBy(() -> told(List.of(broken), new String[][]{{"a"}, {"bc"}}, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found vectors of 1 and 2 numbers");
  }
}
