package dev.retort.measure.statistics;

import java.util.Optional;

/// How far apart two numbers lie that were measured of different texts, told from their 95 % intervals.
///
/// Each interval's half width over 1.96 is taken for a standard error; the difference is normal with both together.
/// Cost: O(1). Source: the comparison of two estimates by their standard errors (Cochran). Where both were measured on
/// the same prompts, and one rises with the other, the p is too large rather than too small; paired tests see more.
///
/// @param difference first minus second
/// @param p two-sided, of no difference
public record Contrast(double difference, double low, double high, double p) {
  private static final double Z = Distributions.normalQuantile(0.975);

  /// Empty where neither number has any spread, or one is not known.
  public static Optional<Contrast> of(Measured first, Measured second) {
    double error = Math.hypot(error(first), error(second));
    double difference = first.value() - second.value();
    return error > 0 && Double.isFinite(error) && Double.isFinite(difference)
        ? Optional.of(new Contrast(difference, difference - Z * error, difference + Z * error,
            Distributions.normalTwoSided(difference / error)))
        : Optional.empty();
  }

  private static double error(Measured measured) {
    return (measured.high() - measured.low()) / (2 * Z);
  }
}
