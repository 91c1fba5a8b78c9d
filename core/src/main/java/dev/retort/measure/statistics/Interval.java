package dev.retort.measure.statistics;

/// Two ends of an interval.
public record Interval(double low, double high) {

  /// The share in the middle of values that are sorted upwards, by numpy's linear quantiles.
  static Interval middle(double[] sorted, double share) {
    double tail = (1 - share) / 2;
    return new Interval(Quantile.LINEAR.ofSorted(sorted, tail), Quantile.LINEAR.ofSorted(sorted, 1 - tail));
  }
}
