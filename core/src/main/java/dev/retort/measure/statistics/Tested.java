package dev.retort.measure.statistics;

import java.util.OptionalDouble;

/// A statistic with its p value, each of which may be undefined for the sample.
///
/// @param statistic empty where the sample does not define it, such as a correlation with a constant
/// @param p empty where there is no statistic or its distribution is not known
public record Tested(OptionalDouble statistic, OptionalDouble p) {
  static final Tested UNDEFINED = new Tested(OptionalDouble.empty(), OptionalDouble.empty());

  /// A statistic and its p, of which NaN is an undefined one.
  static Tested of(double statistic, double p) {
    return new Tested(defined(statistic), defined(Math.max(0, Math.min(1, p))));
  }

  static OptionalDouble defined(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
