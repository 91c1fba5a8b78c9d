package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// The linear correlation of two numbers over items, and the mean of the second, by sums alone.
final class Line {
  private static final double Z = 1.959963984540054;
  private long n;
  private double meanX;
  private double meanY;
  private double squaresX;
  private double squaresY;
  private double products;

  void add(double x, double y) {
    add(x, y, 1);
  }

  /// The same item so many times.
  void add(double x, double y, long times) {
    if (times == 0) {
      return;
    }
    n += times;
    double dx = x - meanX;
    double dy = y - meanY;
    meanX += dx * times / n;
    meanY += dy * times / n;
    squaresX += times * dx * (x - meanX);
    squaresY += times * dy * (y - meanY);
    products += times * dx * (y - meanY);
  }

  long items() {
    return n;
  }

  /// Pearson's r with Fisher's interval; empty for fewer than 4 items or where one number never changes.
  Optional<Measured> correlation() {
    if (n < 4 || squaresX <= 0 || squaresY <= 0) {
      return Optional.empty();
    }
    double r = Math.clamp(products / (Math.sqrt(squaresX) * Math.sqrt(squaresY)), -1.0, 1.0);
    if (Math.abs(r) == 1) {
      return Optional.of(new Measured(r, r, r, n));
    }
    double z = 0.5 * StrictMath.log((1 + r) / (1 - r));
    double error = Z / Math.sqrt(n - 3);
    return Optional.of(new Measured(r, StrictMath.tanh(z - error), StrictMath.tanh(z + error), n));
  }

  /// The mean of the second number with its interval by the normal; empty for fewer than two items.
  Optional<Measured> mean() {
    return n < 2 ? Optional.empty() : Optional.of(around(meanY, variance() / n, n));
  }

  private double variance() {
    return Math.max(0, squaresY / (n - 1));
  }

  /// How much higher the second number's mean is here than in the other, variances apart (Welch).
  Optional<Measured> above(Line other) {
    return n < 2 || other.n < 2
        ? Optional.empty()
        : Optional.of(around(meanY - other.meanY, variance() / n + other.variance() / other.n, n + other.n));
  }

  private static Measured around(double value, double errorSquared, long sample) {
    double error = Z * Math.sqrt(errorSquared);
    return new Measured(value, value - error, value + error, sample);
  }
}
