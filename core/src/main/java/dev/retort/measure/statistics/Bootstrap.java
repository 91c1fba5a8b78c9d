package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.Optional;

/// Intervals from a statistic's values in resamples, whoever drew them.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 14.
public final class Bootstrap {
  private Bootstrap() {}

  /// The mean of each resample, of which each row holds the units drawn.
  public static double[] means(double[] values, int[][] units) {
    double[] means = new double[units.length];
    for (int r = 0; r < units.length; r++) {
      double sum = 0;
      for (int unit : units[r]) {
        sum += values[unit];
      }
      means[r] = sum / units[r].length;
    }
    return means;
  }

  /// The ratio of two means in each resample of paired units.
  public static double[] ratiosOfMeans(double[] above, double[] below, int[][] units) {
    double[] ratios = means(above, units);
    double[] divisors = means(below, units);
    Arrays.setAll(ratios, r -> ratios[r] / divisors[r]);
    return ratios;
  }

  /// The middle share of the values.
  public static Interval percentile(double[] drawn, double share) {
    return Interval.middle(Descriptive.sorted(drawn), share);
  }

  /// The percentile interval turned around the statistic of the sample.
  public static Interval basic(double value, double[] drawn, double share) {
    Interval percentile = percentile(drawn, share);
    return new Interval(2 * value - percentile.high(), 2 * value - percentile.low());
  }

  /// The interval that is corrected for bias and acceleration (BCa).
  ///
  /// @param leftOut the statistic of the sample without each of its units in turn
  /// @return empty where all resamples are on one side of the value or leaving units out changes nothing
  public static Optional<Interval> bca(double value, double[] drawn, double[] leftOut, double share) {
    double bias = Distributions.normalQuantile(shareBelowWithHalfOfEqual(value, drawn));
    double acceleration = acceleration(leftOut);
    if (!Double.isFinite(bias) || !Double.isFinite(acceleration)) {
      return Optional.empty();
    }
    double[] sorted = Descriptive.sorted(drawn);
    double tail = Distributions.normalQuantile((1 - share) / 2);
    return Optional.of(new Interval(Quantile.LINEAR.ofSorted(sorted, moved(bias, tail, acceleration)),
        Quantile.LINEAR.ofSorted(sorted, moved(bias, -tail, acceleration))));
  }

  private static double moved(double bias, double tail, double acceleration) {
    double sum = bias + tail;
    return Distributions.normalBelow(bias + sum / (1 - acceleration * sum));
  }

  private static double shareBelowWithHalfOfEqual(double value, double[] drawn) {
    return (shareAtOrBelow(value, drawn) + shareBelow(value, drawn)) / 2;
  }

  private static double acceleration(double[] leftOut) {
    double mean = Descriptive.mean(leftOut);
    double cubes = 0;
    double squares = 0;
    for (double value : leftOut) {
      double influence = mean - value;
      cubes += influence * influence * influence;
      squares += influence * influence;
    }
    return cubes / (6 * Math.pow(squares, 1.5));
  }

  /// The mean without each unit in turn.
  public static double[] meansWithoutOne(double[] values) {
    double sum = Descriptive.sum(values);
    return Arrays.stream(values).map(value -> (sum - value) / (values.length - 1)).toArray();
  }

  /// The standard deviation of the values, with one less than their number below.
  public static double standardError(double[] drawn) {
    return Math.sqrt(Descriptive.squaresAroundMean(drawn) / (drawn.length - 1));
  }

  public static double shareAtOrBelow(double value, double[] drawn) {
    return (double) Arrays.stream(drawn).filter(each -> each <= value).count() / drawn.length;
  }

  public static double shareBelow(double value, double[] drawn) {
    return (double) Arrays.stream(drawn).filter(each -> each < value).count() / drawn.length;
  }
}
