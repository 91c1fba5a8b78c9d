package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// Sums up a sample in a number: mean, spread, shape, inequality.
///
/// Sums carry their rounding error along (Neumaier 1974), so that a constant sample has a spread of exactly 0.
/// Missing values (NaN) are left out. Results that a sample does not define, such as the spread of one value, are empty.
public final class Descriptive {
  private Descriptive() {}

  /// The mean of the values that are there; NaN when none is.
  static double mean(double[] values) {
    return sum(values) / there(values);
  }

  /// The mean of the values that are not missing (NaN).
  public static OptionalDouble average(double[] values) {
    return Tested.defined(mean(values));
  }

  public static OptionalDouble median(double[] values) {
    double[] sorted = sorted(withoutMissing(values));
    return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Quantile.LINEAR.ofSorted(sorted, 0.5));
  }

  /// The standard deviation.
  ///
  /// @param lost degrees of freedom lost: 0 for the sample's own spread, 1 for an estimate of its population's
  public static OptionalDouble deviation(double[] all, int lost) {
    double[] values = withoutMissing(all);
    return values.length <= lost
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(squaresAroundMean(values) / (values.length - lost)));
  }

  /// The standard error of the mean.
  public static OptionalDouble standardError(double[] values) {
    OptionalDouble deviation = deviation(values, 1);
    return deviation.isEmpty() ? deviation : OptionalDouble.of(deviation.getAsDouble() / Math.sqrt(there(values)));
  }

  /// The third standardised moment, not corrected for the sample's size.
  public static OptionalDouble skewness(double[] values) {
    return standardisedMoment(values, 3);
  }

  /// The fourth standardised moment less 3, not corrected for the sample's size.
  public static OptionalDouble excessKurtosis(double[] values) {
    OptionalDouble moment = standardisedMoment(values, 4);
    return moment.isEmpty() ? moment : OptionalDouble.of(moment.getAsDouble() - 3);
  }

  private static OptionalDouble standardisedMoment(double[] all, int power) {
    double[] values = withoutMissing(all);
    double variance = values.length == 0 ? 0 : squaresAroundMean(values) / values.length;
    if (!(variance > 0)) {
      return OptionalDouble.empty();
    }
    double mean = mean(values);
    double moment = mean(Arrays.stream(values).map(value -> Math.pow(value - mean, power)).toArray());
    return OptionalDouble.of(moment / Math.pow(variance, power / 2.0));
  }

  /// The interval of the mean by Student's t; empty for fewer than two values and for constant ones.
  public static Optional<Interval> interval(double[] values, double share) {
    double error = standardError(values).orElse(0);
    if (error == 0) {
      return Optional.empty();
    }
    double half = Distributions.tQuantile((1 + share) / 2, there(values) - 1) * error;
    return Optional.of(new Interval(mean(values) - half, mean(values) + half));
  }

  /// The entropy in nats of the shares that values of 0 or more have in their sum.
  public static OptionalDouble entropyOfShares(double[] values) {
    double sum = sum(values);
    if (Arrays.stream(values).anyMatch(value -> value < 0) || !(sum > 0)) {
      return OptionalDouble.empty();
    }
    double[] terms = Arrays.stream(values).filter(value -> value > 0)
        .map(value -> value / sum * Math.log1p((sum - value) / value)).toArray();
    return OptionalDouble.of(sum(terms));
  }

  /// The Gini coefficient: 0 for equal values, near 1 when one has all; empty when the sum is 0.
  public static OptionalDouble gini(double[] values) {
    double[] sorted = sorted(withoutMissing(values));
    int n = sorted.length;
    double sum = sum(sorted);
    double[] weighted = new double[n];
    Arrays.setAll(weighted, i -> (2.0 * (i + 1) - n - 1) * sorted[i]);
    return sum == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum(weighted) / (n * sum));
  }

  /// The sum of the values that are there, with the rounding error of each addition carried along.
  static double sum(double[] values) {
    double sum = 0;
    double error = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        double next = sum + value;
        error += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
      }
    }
    return sum + error;
  }

  static double squaresAroundMean(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares;
  }

  /// How many values are there, that is, not NaN.
  static int there(double[] values) {
    int there = 0;
    for (double value : values) {
      there += Double.isNaN(value) ? 0 : 1;
    }
    return there;
  }

  static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  static double[] withoutMissing(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
  }

  static double[] zeroWhereMissing(double[] values) {
    return Arrays.stream(values).map(value -> Double.isNaN(value) ? 0 : value).toArray();
  }
}
