package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Bootstrap resamples of n units that all measures over the same units share.
///
/// Resample r draws n units with replacement: unit `high 64 bits of x * n` for each `x` (unsigned) of
/// `SplittableRandom(s_r).nextLong()`, where `s_r` is the r-th `nextLong()` of `SplittableRandom(seed)`. So the draws
/// are equal on every machine, and any resample can be drawn again: they are kept while they fit in [#KEPT] places and
/// drawn anew for each question above that, so that memory is bounded.
///
/// A value that is missing (NaN) is left out of the resample it is drawn into; a resample that has no other is left
/// out. Intervals are percentile intervals of 95 % with numpy's linear quantiles.
public final class Resamples {
  /// The most drawn places that are kept, of four bytes each.
  static final long KEPT = 16_000_000;
  /// How many sign assignments [#difference] draws: with Holm's correction p can be under 0.05 among 1,000 comparisons.
  static final int FLIPS = 20_000;
  private static final double SHARE = 0.95;

  private final int size;
  private final long seed;
  private final long[] seeds;
  private final int[] kept;

  private Resamples(int size, long seed, long[] seeds) {
    this.size = size;
    this.seed = seed;
    this.seeds = seeds;
    boolean keep = (long) size * seeds.length <= KEPT;
    this.kept = new int[keep ? size * seeds.length : 0];
    for (int r = 0; keep && r < seeds.length; r++) {
      draw(r, kept, r * size);
    }
  }

  /// Resamples of n units, equal for equal seeds.
  public static Resamples of(int n, int resamples, long seed) {
    if (n < 1 || resamples < 1) {
      throw new IllegalArgumentException(
          "resamples: " + resamples + " of " + n + " units, wanted one of each at least.");
    }
    SplittableRandom random = new SplittableRandom(seed);
    long[] seeds = new long[resamples];
    Arrays.setAll(seeds, r -> random.nextLong());
    return new Resamples(n, seed, seeds);
  }

  /// How many units a resample draws.
  public int size() {
    return size;
  }

  /// How many resamples there are.
  public int count() {
    return seeds.length;
  }

  /// The units one resample draws.
  public int[] units(int resample) {
    int[] units = new int[size];
    if (kept.length > 0) {
      System.arraycopy(kept, resample * size, units, 0, size);
    } else {
      draw(resample, units, 0);
    }
    return units;
  }

  private void draw(int resample, int[] into, int from) {
    SplittableRandom random = new SplittableRandom(seeds[resample]);
    for (int i = 0; i < size; i++) {
      into[from + i] = (int) Math.unsignedMultiplyHigh(random.nextLong(), size);
    }
  }

  /// The mean of the values that are there, with its interval; refused when none is.
  public Measured mean(double[] values) {
    return meanIfAny(values).orElseThrow(
        () -> new IllegalArgumentException("mean: all " + values.length + " values are missing, wanted one at least."));
  }

  /// The mean of the values that are there, with its interval; empty when none is.
  public Optional<Measured> meanIfAny(double[] values) {
    long there = Descriptive.there(values);
    if (there == 0) {
      return Optional.empty();
    }
    Interval interval = interval(means(values));
    return Optional.of(new Measured(Descriptive.mean(values), interval.low(), interval.high(), there));
  }

  /// The mean of each resample, in the resamples' order; NaN where a resample drew only missing values.
  public double[] means(double[] values) {
    requireSize(values);
    boolean whole = Descriptive.there(values) == size;
    double[] filled = whole ? values : Descriptive.zeroWhereMissing(values);
    double[] means = new double[seeds.length];
    int[] scratch = new int[kept.length > 0 ? 0 : size];
    for (int r = 0; r < means.length; r++) {
      int from = kept.length > 0 ? r * size : 0;
      int[] places = kept.length > 0 ? kept : scratch;
      if (kept.length == 0) {
        draw(r, scratch, 0);
      }
      double sum = sum(filled, places, from, size);
      means[r] = sum / (whole ? size : there(values, places, from, size));
    }
    return means;
  }

  /// Four sums at once, since a chain of additions waits for each.
  private static double sum(double[] values, int[] places, int from, int size) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int at = from;
    int end = from + size;
    for (; at + 3 < end; at += 4) {
      first += values[places[at]];
      second += values[places[at + 1]];
      third += values[places[at + 2]];
      fourth += values[places[at + 3]];
    }
    for (; at < end; at++) {
      first += values[places[at]];
    }
    return (first + second) + (third + fourth);
  }

  private static int there(double[] values, int[] places, int from, int size) {
    int there = 0;
    for (int at = from; at < from + size; at++) {
      there += Double.isNaN(values[places[at]]) ? 0 : 1;
    }
    return there;
  }

  /// How far `a` is above `b` over the units that have both, with interval and p; empty when none has both.
  public Optional<Difference> differenceIfAny(double[] a, double[] b) {
    requireSize(a);
    requireSize(b);
    double[] differences = new double[size];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return meanIfAny(differences).map(mean -> {
      double[] there = Descriptive.withoutMissing(differences);
      SignFlip.P p = SignFlip.test(there, FLIPS, seed);
      return new Difference(mean, p.twoSided(), p.smallest(SignFlip.isExact(there.length)));
    });
  }

  /// How far `a` is above `b`, refused when no unit has both.
  public Difference difference(double[] a, double[] b) {
    return differenceIfAny(a, b).orElseThrow(() -> new IllegalArgumentException(
        "difference: none of " + size + " units has both values, wanted one at least."));
  }

  /// Any statistic of the drawn units, with its interval; resamples where it is NaN are left out.
  ///
  /// @param value the statistic of the sample itself
  public Measured statistic(double value, ToDoubleFunction<int[]> ofUnits) {
    double[] drawn = new double[seeds.length];
    for (int r = 0; r < drawn.length; r++) {
      drawn[r] = ofUnits.applyAsDouble(units(r));
    }
    Interval interval = interval(drawn);
    return new Measured(value, interval.low(), interval.high(), size);
  }

  private static Interval interval(double[] drawn) {
    double[] sorted = Descriptive.withoutMissing(drawn);
    Arrays.sort(sorted);
    return Interval.middle(sorted, SHARE);
  }

  private void requireSize(double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException("resamples of " + size + " units: " + values.length
          + " values, wanted one for each unit. Mark the missing with NaN.");
    }
  }
}
