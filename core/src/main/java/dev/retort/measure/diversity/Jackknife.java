package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Measured;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/// The error of a statistic of whole sets of texts, from the statistic without each of several parts.
///
/// A bootstrap draws texts twice, which a measure of repetition would take for repetition; the delete-a-group jackknife
/// does not (Kott 2001). With g parts the variance is (g - 1)/g times the sum of squared differences of the statistics
/// from their mean; intervals are t intervals with g - 1 degrees of freedom.
///
/// @param standardError of the statistic
/// @param parts g
record Jackknife(double standardError, int parts) {

  /// @param without the statistic without a part
  static Jackknife of(int parts, IntToDoubleFunction without) {
    double[] values = new double[parts];
    Arrays.setAll(values, without);
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Jackknife(Math.sqrt(squares * (parts - 1) / parts), parts);
  }

  /// Half the width of the 95 % interval.
  double half() {
    return standardError * TDistribution.of(parts - 1).inverseCumulativeProbability(0.975);
  }

  /// The interval of a value between bounds it cannot leave.
  Measured around(double value, double least, double most, long sample) {
    return new Measured(value, Math.max(least, value - half()), Math.min(most, value + half()), sample);
  }
}
