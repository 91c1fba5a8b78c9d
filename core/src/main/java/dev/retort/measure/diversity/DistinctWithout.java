package dev.retort.measure.diversity;

import java.util.Arrays;

/// Distinct-n without each of several parts of the texts, in one pass.
///
/// An n-gram is missing without a part when no other part has it.
final class DistinctWithout {
  private static final int NOWHERE = -1;
  private static final int SEVERAL = -2;

  private DistinctWithout() {}

  /// @param part the part of each text
  static double[] each(Grams grams, int[] part, int parts) {
    int[] only = new int[grams.unique()];
    Arrays.fill(only, NOWHERE);
    long[] totals = new long[parts];
    for (int t = 0; t < grams.texts(); t++) {
      totals[part[t]] += grams.of(t).length;
      for (int gram : grams.of(t)) {
        only[gram] = only[gram] == NOWHERE || only[gram] == part[t] ? part[t] : SEVERAL;
      }
    }
    int[] missing = new int[parts];
    for (int one : only) {
      if (one >= 0) {
        missing[one]++;
      }
    }
    double[] without = new double[parts];
    for (int p = 0; p < parts; p++) {
      long left = grams.total() - totals[p];
      without[p] = left == 0 ? 0 : (double) (grams.unique() - missing[p]) / left;
    }
    return without;
  }
}
