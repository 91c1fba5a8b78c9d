package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.util.Arrays;
import java.util.List;

/// How many of a text's n-grams stand in other texts too: the mean logarithm.
///
/// For each text `ln(1 + sum over its different n-grams of the number of other texts that have it)`; the score is the
/// mean over texts; 0 (nothing is shared) and up. Cost: linear in words. Source: Salkar et al. 2022, as the diversity
/// package of Shaib et al. computes it (natural logarithm; there a text's own occurrence is taken off once).
public final class SelfRepetition {
  private SelfRepetition() {}

  /// Each text's logarithm; 0 for one that is shorter than an n-gram.
  public static double[] perText(List<String> texts, WordSplitter splitter, int order) {
    return perText(Grams.words(texts, splitter).ofOrder(order));
  }

  static double[] perText(Grams grams) {
    int[] having = having(grams);
    double[] scores = new double[grams.texts()];
    int[] seenIn = new int[grams.unique()];
    Arrays.fill(seenIn, -1);
    for (int t = 0; t < scores.length; t++) {
      long others = 0;
      for (int gram : grams.of(t)) {
        if (seenIn[gram] != t) {
          seenIn[gram] = t;
          others += having[gram] - 1;
        }
      }
      scores[t] = Math.log(others + 1.0);
    }
    return scores;
  }

  /// In how many texts each n-gram stands.
  static int[] having(Grams grams) {
    int[] having = new int[grams.unique()];
    int[] seenIn = new int[grams.unique()];
    Arrays.fill(seenIn, -1);
    for (int t = 0; t < grams.texts(); t++) {
      for (int gram : grams.of(t)) {
        if (seenIn[gram] != t) {
          seenIn[gram] = t;
          having[gram]++;
        }
      }
    }
    return having;
  }

  public static Score mean(List<String> texts, WordSplitter splitter, int order) {
    return texts.isEmpty()
        ? Score.absent("there are no texts")
        : Score.of(Arrays.stream(perText(texts, splitter, order)).sum() / texts.size());
  }
}
