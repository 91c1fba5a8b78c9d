package dev.retort.measure.similarity;

import dev.retort.text.PairNumbers;
import dev.retort.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/// How many n-grams of hypotheses are in their references, as NLTK counts them; sums of several add up to a corpus.
///
/// An n-gram counts at most as often as it is in the one reference that has it most often. The total of an order is at
/// least 1 for each hypothesis, however short.
///
/// @param matched n-grams found, from unigrams on
/// @param totals n-grams of the hypotheses
/// @param hypothesisLength words of the hypotheses
/// @param referenceLength words of the references nearest in length; of two as near, the shorter
record NgramMatches(long[] matched, long[] totals, long hypothesisLength, long referenceLength) {

  static NgramMatches of(List<List<String>> references, List<String> hypothesis, int orders) {
    Vocabulary vocabulary = new Vocabulary();
    int[] words = vocabulary.ids(hypothesis);
    List<int[]> others = references.stream().map(vocabulary::ids).toList();
    long[] matched = new long[orders];
    long[] totals = new long[orders];
    int size = vocabulary.size();
    int[] grams = words;
    List<int[]> otherGrams = others;
    for (int n = 1; n <= orders; n++) {
      matched[n - 1] = clipped(otherGrams, grams, size);
      totals[n - 1] = Math.max(1, grams.length);
      PairNumbers pairs = new PairNumbers();
      grams = pairs.longer(grams);
      List<int[]> longer = new ArrayList<>(others.size());
      for (int i = 0; i < others.size(); i++) {
        longer.add(pairs.longer(otherGrams.get(i)));
      }
      otherGrams = longer;
      size = pairs.size();
    }
    return new NgramMatches(matched, totals, words.length, nearest(others, words.length));
  }

  private static int clipped(List<int[]> references, int[] grams, int size) {
    int[] most = new int[size];
    for (int[] reference : references) {
      WordCounts counts = WordCounts.of(reference, size);
      for (int i = 0; i < counts.distinct().length; i++) {
        int gram = counts.distinct()[i];
        most[gram] = Math.max(most[gram], counts.counts()[i]);
      }
    }
    return WordCounts.of(grams, size).common(most);
  }

  private static int nearest(List<int[]> references, int length) {
    int nearest = references.getFirst().length;
    for (int[] reference : references) {
      int closer = Math.abs(nearest - length) - Math.abs(reference.length - length);
      if (closer > 0 || closer == 0 && reference.length < nearest) {
        nearest = reference.length;
      }
    }
    return nearest;
  }

  NgramMatches plus(NgramMatches other) {
    return new NgramMatches(sum(matched, other.matched), sum(totals, other.totals),
        hypothesisLength + other.hypothesisLength, referenceLength + other.referenceLength);
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  long matches(int n) {
    return matched[n - 1];
  }

  long total(int n) {
    return totals[n - 1];
  }

  double precision(int n) {
    return (double) matches(n) / total(n);
  }

  double brevityPenalty() {
    if (hypothesisLength > referenceLength) {
      return 1;
    }
    return hypothesisLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / hypothesisLength);
  }
}
