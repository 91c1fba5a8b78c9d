package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Counts of concordant, discordant and tied pairs, and Kendall's tau from them.
///
/// Cost: n log n, by Knight's merge sort (1966).
public final class Kendall {
  /// How p is computed.
  public enum P {
    /// Exact without ties for up to 33 pairs (or when at most one pair is out of order), else by the normal.
    AUTO, EXACT, ASYMPTOTIC
  }

  private static final int EXACT_UP_TO = 33;

  private final double[] x;
  private final double[] y;
  private final double pairs;
  private final double tiedX;
  private final double tiedY;
  private final double tiedBoth;
  private final double discordant;

  private Kendall(double[] x, double[] y, int[] order) {
    this.x = x;
    this.y = y;
    this.pairs = x.length * (x.length - 1.0) / 2;
    this.tiedX = pairs(Ranks.ties(x));
    this.tiedY = pairs(Ranks.ties(y));
    this.tiedBoth = tiedBoth(x, y, order);
    double[] ordered = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
    this.discordant = inversions(ordered, new double[ordered.length], 0, ordered.length);
  }

  static Kendall of(double[] x, double[] y) {
    int[] order = IntStream.range(0, x.length).boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> x[i] + 0.0).thenComparingDouble(i -> y[i] + 0.0))
        .mapToInt(Integer::intValue).toArray();
    return new Kendall(x, y, order);
  }

  private static double pairs(long[] sizes) {
    return Arrays.stream(sizes).mapToDouble(t -> t * (t - 1.0) / 2).sum();
  }

  private static double tiedBoth(double[] x, double[] y, int[] order) {
    double tied = 0;
    long run = 1;
    for (int i = 1; i < order.length; i++) {
      boolean same = x[order[i]] == x[order[i - 1]] && y[order[i]] == y[order[i - 1]];
      run = same ? run + 1 : 1;
      tied += run - 1;
    }
    return tied;
  }

  /// Sorts a part and returns how many pairs in it stood in the wrong order.
  private static long inversions(double[] values, double[] scratch, int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    int middle = (from + to) >>> 1;
    long count = inversions(values, scratch, from, middle) + inversions(values, scratch, middle, to);
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takeRight = left == middle || right < to && values[right] < values[left];
      count += takeRight ? middle - left : 0;
      scratch[at] = takeRight ? values[right++] : values[left++];
    }
    System.arraycopy(scratch, from, values, from, to - from);
    return count;
  }

  private double concordantLessDiscordant() {
    return pairs - tiedX - tiedY + tiedBoth - 2 * discordant;
  }

  Tested b(P p) {
    double tau = concordantLessDiscordant() / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY);
    return tested(Math.max(-1, Math.min(1, tau)), p);
  }

  Tested c(P p) {
    double classes = Math.min(Ranks.ties(x).length, Ranks.ties(y).length);
    double square = (double) x.length * x.length;
    return tested(2 * concordantLessDiscordant() / (square * (classes - 1) / classes), p);
  }

  private Tested tested(double tau, P p) {
    boolean ties = tiedX > 0 || tiedY > 0;
    if (tiedX == pairs || tiedY == pairs || ties && p == P.EXACT) {
      return Tested.UNDEFINED;
    }
    double fewer = Math.min(discordant, pairs - discordant);
    boolean exact = p == P.EXACT || p == P.AUTO && !ties && (x.length <= EXACT_UP_TO || fewer <= 1);
    return Tested.of(tau, exact ? exactP(x.length, fewer, 2 * fewer == pairs) : normalP());
  }

  /// Twice the chance of at most so many inversions in a random order, by the count's generating function.
  private static double exactP(int n, double inversions, boolean middle) {
    if (middle) {
      return 1;
    }
    double[] chance = new double[(int) inversions + 1];
    chance[0] = 1;
    for (int added = 2; added <= n; added++) {
      double[] next = new double[chance.length];
      double window = 0;
      for (int i = 0; i < next.length; i++) {
        window += chance[i] - (i >= added ? chance[i - added] : 0);
        next[i] = window / added;
      }
      chance = next;
    }
    return 2 * Descriptive.sum(chance);
  }

  private double normalP() {
    double n = x.length;
    double m = n * (n - 1);
    long[] x1 = Ranks.ties(x);
    long[] y1 = Ranks.ties(y);
    double variance = (m * (2 * n + 5) - ofTies(x1) - ofTies(y1)) / 18 + 2 * tiedX * tiedY / m
        + triples(x1) * triples(y1) / (9 * m * (n - 2));
    return Distributions.normalTwoSided(concordantLessDiscordant() / Math.sqrt(variance));
  }

  private static double ofTies(long[] sizes) {
    return Arrays.stream(sizes).mapToDouble(t -> t * (t - 1.0) * (2 * t + 5)).sum();
  }

  private static double triples(long[] sizes) {
    return Arrays.stream(sizes).mapToDouble(t -> t * (t - 1.0) * (t - 2)).sum();
  }
}
