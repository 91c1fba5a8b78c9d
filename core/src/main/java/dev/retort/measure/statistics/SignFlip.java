package dev.retort.measure.statistics;

import java.util.SplittableRandom;

/// The sign-flip (paired permutation) test of differences whose mean is 0 by chance.
///
/// Up to [#EXACT] differences all assignments of signs are counted. Above that, `flips` assignments are drawn with
/// `SplittableRandom(seed)` and the assignment that was seen is counted as one of them, so that p is never 0.
/// Eight differences at a time are looked up in a table of their 256 signed sums, for all flips before the next ones.
final class SignFlip {
  /// The most differences whose 2^n sign assignments are all counted.
  static final int EXACT = 14;
  private static final int GROUP = 8;
  private static final int SUMS = 1 << GROUP;
  private static final int MASK = SUMS - 1;
  /// How many groups the bits of a drawn long are for.
  private static final int WORD = 8;

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
    if (differences.length == 0) {
      throw new IllegalArgumentException("sign flips: no difference, wanted one at least.");
    }
    return isExact(differences.length) ? exact(differences) : drawn(differences, flips, seed);
  }

  private static P exact(double[] differences) {
    double[] tables = new double[WORD * SUMS];
    fill(tables, differences, 0);
    int all = 1 << differences.length;
    Counter counter = new Counter(differences);
    for (int signs = 0; signs < all; signs++) {
      counter.count(tables[signs & MASK] + tables[SUMS + (signs >>> GROUP & MASK)]);
    }
    return new P((double) counter.asFar / all, (double) counter.asHigh / all, all);
  }

  private static P drawn(double[] differences, int flips, long seed) {
    double[] sums = new double[flips];
    SplittableRandom random = new SplittableRandom(seed);
    for (int from = 0; from < differences.length; from += WORD * GROUP) {
      add(differences, from, random, sums);
    }
    Counter counter = new Counter(differences);
    for (double sum : sums) {
      counter.count(sum);
    }
    return new P((1.0 + counter.asFar) / (1.0 + flips), (1.0 + counter.asHigh) / (1.0 + flips), flips);
  }

  /// Adds the signed sum of the next 64 differences to each flip.
  ///
  /// The table is made here, since a compiler that sees its size leaves out the checks of its bounds: 2.5 times as fast.
  private static void add(double[] differences, int from, SplittableRandom random, double[] sums) {
    double[] tables = new double[WORD * SUMS];
    fill(tables, differences, from);
    for (int flip = 0; flip < sums.length; flip++) {
      long bits = random.nextLong();
      double first = tables[(int) bits & MASK] + tables[SUMS + ((int) (bits >>> 8) & MASK)];
      double second = tables[2 * SUMS + ((int) (bits >>> 16) & MASK)] + tables[3 * SUMS + ((int) (bits >>> 24) & MASK)];
      double third = tables[4 * SUMS + ((int) (bits >>> 32) & MASK)] + tables[5 * SUMS + ((int) (bits >>> 40) & MASK)];
      double fourth = tables[6 * SUMS + ((int) (bits >>> 48) & MASK)] + tables[7 * SUMS + ((int) (bits >>> 56) & MASK)];
      sums[flip] += first + second + (third + fourth);
    }
  }

  /// For each eight of the next 64 differences their 256 sums under every sign, where a set bit keeps the sign.
  private static void fill(double[] tables, double[] differences, int from) {
    int to = Math.min(differences.length, from + WORD * GROUP);
    for (int i = from; i < to; i++) {
      int table = (i - from) / GROUP * SUMS;
      int bit = 1 << (i - from) % GROUP;
      for (int signs = 0; signs < SUMS; signs++) {
        tables[table + signs] -= differences[i];
      }
      for (int signs = bit; signs < SUMS; signs = signs + 1 | bit) {
        tables[table + signs] += 2 * differences[i];
      }
    }
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
