package dev.retort.measure.judging;

import dev.retort.measure.statistics.Correlation;
import dev.retort.measure.statistics.Measured;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// Pairs of numbers for a rank correlation, which needs them all: the first [#MOST] are kept, so memory is bounded.
final class Pairs {
  static final int MOST = 100_000;
  private static final double Z = 1.959963984540054;
  private double[] x = new double[64];
  private double[] y = new double[64];
  private int size;

  void add(double first, double second) {
    if (size == MOST) {
      return;
    }
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
    }
    x[size] = first;
    y[size++] = second;
  }

  /// Spearman's correlation with the interval of Bonett and Wright (2000); empty for fewer than 4 pairs or where one
  /// number never changes.
  Optional<Measured> spearman() {
    if (size < 4) {
      return Optional.empty();
    }
    OptionalDouble found = Correlation.spearman(Arrays.copyOf(x, size), Arrays.copyOf(y, size)).statistic();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double r = Math.clamp(found.getAsDouble(), -1.0, 1.0);
    if (Math.abs(r) == 1) {
      return Optional.of(new Measured(r, r, r, size));
    }
    double z = 0.5 * StrictMath.log((1 + r) / (1 - r));
    double error = Z * Math.sqrt((1 + r * r / 2) / (size - 3));
    return Optional.of(new Measured(r, StrictMath.tanh(z - error), StrictMath.tanh(z + error), size));
  }
}
