package dev.retort.measure.statistics;

import java.util.SplittableRandom;

/// The sign-flip (paired permutation) test of differences whose mean is 0 by chance.
///
/// Up to [#EXACT] differences all assignments of signs are counted. Above that, `flips` assignments are drawn with
/// `SplittableRandom(seed)` and the assignment that was seen is counted as one of them, so that p is never 0.
/// Eight differences at a time are looked up in a table of their 256 signed sums.
final class SignFlip {
  /// The most differences whose 2^n sign assignments are all counted.
  static final int EXACT = 14;
  private static final int GROUP = 8;

  private SignFlip() {}

  /// Two-sided and one-sided p of the mean of the differences.
  record P(double twoSided, double greater, long flips) {
    /// The smallest p that the number of flips could have shown.
    double smallest(boolean exact) {
      return exact ? 2.0 / flips : 1.0 / (flips + 1);
    }
  }

  static boolean isExact(int differences) {
    return differences <= EXACT;
  }

  static P test(double[] differences, int flips, long seed) {
    return isExact(differences.length) ? exact(differences) : drawn(differences, flips, seed);
  }

  private static P exact(double[] differences) {
    double[][] sums = tables(differences);
    int all = 1 << differences.length;
    Counter counter = new Counter(differences);
    for (int signs = 0; signs < all; signs++) {
      double sum = 0;
      for (int group = 0; group < sums.length; group++) {
        sum += sums[group][signs >>> (group * GROUP) & 0xFF];
      }
      counter.count(sum);
    }
    return new P((double) counter.asFar / all, (double) counter.asHigh / all, all);
  }

  private static P drawn(double[] differences, int flips, long seed) {
    double[][] sums = tables(differences);
    SplittableRandom random = new SplittableRandom(seed);
    Counter counter = new Counter(differences);
    for (int flip = 0; flip < flips; flip++) {
      double sum = 0;
      long bits = 0;
      for (int group = 0; group < sums.length; group++) {
        bits = group % GROUP == 0 ? random.nextLong() : bits >>> GROUP;
        sum += sums[group][(int) bits & 0xFF];
      }
      counter.count(sum);
    }
    return new P((1.0 + counter.asFar) / (1.0 + flips), (1.0 + counter.asHigh) / (1.0 + flips), flips);
  }

  /// For each eight differences their sums under every sign; a set bit keeps the sign.
  private static double[][] tables(double[] differences) {
    double[][] sums = new double[(differences.length + GROUP - 1) / GROUP][1 << GROUP];
    for (int group = 0; group < sums.length; group++) {
      for (int signs = 0; signs < 1 << GROUP; signs++) {
        for (int bit = 0; bit < GROUP && group * GROUP + bit < differences.length; bit++) {
          double difference = differences[group * GROUP + bit];
          sums[group][signs] += (signs >>> bit & 1) == 1 ? difference : -difference;
        }
      }
    }
    return sums;
  }

  /// Sums that only rounding keeps from being equal count as equal.
  private static final class Counter {
    private final double seen;
    private final double rounding;
    private long asFar;
    private long asHigh;

    Counter(double[] differences) {
      double sum = 0;
      double size = 0;
      for (double difference : differences) {
        sum += difference;
        size += Math.abs(difference);
      }
      seen = sum;
      rounding = 1e-12 * size;
    }

    void count(double sum) {
      if (Math.abs(sum) >= Math.abs(seen) - rounding) {
        asFar++;
      }
      if (sum >= seen - rounding) {
        asHigh++;
      }
    }
  }
}
