package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// The difference of two shares over the same items.
final class Paired {
  private static final double Z = 1.959963984540054;

  private Paired() {}

  /// (plus - minus) / items with the interval of Agresti and Min (2005): half an item is added to each of the four
  /// cells. Empty without items.
  static Optional<Measured> difference(long plus, long minus, long items) {
    if (items == 0) {
      return Optional.empty();
    }
    double n = items + 2.0;
    double middle = (plus - minus) / n;
    double error = Z * Math.sqrt(plus + minus + 1 - (double) (plus - minus) * (plus - minus) / n) / n;
    double value = (double) (plus - minus) / items;
    return Optional.of(new Measured(value, Math.max(-1, Math.min(value, middle - error)),
        Math.min(1, Math.max(value, middle + error)), items));
  }
}
