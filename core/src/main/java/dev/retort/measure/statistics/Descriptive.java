package dev.retort.measure.statistics;

import java.util.Arrays;

/// Sums up a sample in a number: mean, spread, shape, inequality.
public final class Descriptive {
  private Descriptive() {}

  /// The mean of the values that are there; NaN when none is.
  static double mean(double[] values) {
    double sum = 0;
    int there = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        sum += value;
        there++;
      }
    }
    return sum / there;
  }

  /// How many values are there, that is, not NaN.
  static int there(double[] values) {
    int there = 0;
    for (double value : values) {
      there += Double.isNaN(value) ? 0 : 1;
    }
    return there;
  }

  static double[] withoutMissing(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
  }

  static double[] zeroWhereMissing(double[] values) {
    double[] filled = values.clone();
    for (int i = 0; i < filled.length; i++) {
      filled[i] = Double.isNaN(filled[i]) ? 0 : filled[i];
    }
    return filled;
  }
}
