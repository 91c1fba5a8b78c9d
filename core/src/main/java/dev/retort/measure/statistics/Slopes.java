package dev.retort.measure.statistics;

import java.util.Optional;
import java.util.OptionalDouble;

/// How a rate changes from bucket to bucket, such as marker words per million words by month.
///
/// Least squares with a weight for each bucket: the line that minimises `sum w (y - a - b x)^2`. Weights say how precise
/// a bucket's rate is up to a common factor, which the spread around the line estimates; so a rate that varies more than
/// counting alone would make it gets a wide interval. Interval and p are by Student's t with two fewer degrees of freedom
/// than buckets. Empty for fewer than three buckets or when all stand at one place.
///
/// It describes the buckets as a whole; it says nothing about a single document.
public final class Slopes {
  private Slopes() {}

  /// A line through buckets.
  ///
  /// @param change by how much the rate changes for each step of one along x, over so many buckets
  /// @param start the line's height at x = 0
  /// @param p two-sided, that the true change is 0; empty when the buckets stand on the line exactly
  public record Slope(Measured change, double start, OptionalDouble p) {
    /// The line's height.
    public double at(double x) {
      return start + change.value() * x;
    }
  }

  /// The line through rates of hits, each bucket weighted by what it was counted over.
  ///
  /// @param x where the buckets stand, such as months since the first
  /// @param hits how often something was seen in each
  /// @param exposure what it was counted over, such as words; a bucket with 0 is left out
  public static Optional<Slope> ofRates(double[] x, long[] hits, long[] exposure) {
    double[] rates = new double[x.length];
    double[] weights = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      rates[i] = exposure[i] == 0 ? Double.NaN : (double) hits[i] / exposure[i];
      weights[i] = exposure[i];
    }
    return weighted(x, rates, weights);
  }

  /// The line through values; one that is missing (NaN) or weighs 0 is left out.
  public static Optional<Slope> weighted(double[] x, double[] y, double[] weights) {
    if (x.length != y.length || x.length != weights.length) {
      throw new IllegalArgumentException("slope: " + x.length + " places, " + y.length + " values and " + weights.length
          + " weights, wanted as many of each.");
    }
    Sums sums = new Sums(x, y, weights);
    return sums.buckets < 3 || !(sums.squares > 0) ? Optional.empty() : Optional.of(sums.slope(x, y, weights));
  }

  /// Weighted sums around the weighted means.
  private static final class Sums {
    private final int buckets;
    private final double meanX;
    private final double meanY;
    private final double squares;
    private final double products;

    Sums(double[] x, double[] y, double[] weights) {
      double all = 0;
      double sumX = 0;
      double sumY = 0;
      int counted = 0;
      for (int i = 0; i < x.length; i++) {
        double weight = weight(y[i], weights[i]);
        counted += weight > 0 ? 1 : 0;
        all += weight;
        sumX += weight > 0 ? weight * x[i] : 0;
        sumY += weight > 0 ? weight * y[i] : 0;
      }
      buckets = counted;
      meanX = sumX / all;
      meanY = sumY / all;
      double ofSquares = 0;
      double ofProducts = 0;
      for (int i = 0; i < x.length; i++) {
        double weight = weight(y[i], weights[i]);
        ofSquares += weight > 0 ? weight * (x[i] - meanX) * (x[i] - meanX) : 0;
        ofProducts += weight > 0 ? weight * (x[i] - meanX) * (y[i] - meanY) : 0;
      }
      squares = ofSquares;
      products = ofProducts;
    }

    private static double weight(double y, double weight) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("slope: a weight of " + weight + ", wanted 0 or more.");
      }
      return Double.isNaN(y) ? 0 : weight;
    }

    Slope slope(double[] x, double[] y, double[] weights) {
      double change = products / squares;
      double left = 0;
      for (int i = 0; i < x.length; i++) {
        double off = y[i] - meanY - change * (x[i] - meanX);
        left += weight(y[i], weights[i]) > 0 ? weights[i] * off * off : 0;
      }
      int degrees = buckets - 2;
      double error = Math.sqrt(left / degrees / squares);
      double half = Distributions.tQuantile(0.975, degrees) * error;
      OptionalDouble p = error == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Distributions.tTwoSided(change / error, degrees));
      return new Slope(new Measured(change, change - half, change + half, buckets), meanY - change * meanX, p);
    }
  }
}
