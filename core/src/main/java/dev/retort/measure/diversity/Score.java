package dev.retort.measure.diversity;

import java.util.OptionalDouble;

/// A number, or the reason why there is none.
public sealed interface Score {

  /// @param value finite: what cannot be computed is [Absent]
  record Value(double value) implements Score {
    public Value {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("score: found " + value + ", wanted a finite number. Say why it is absent.");
      }
    }
  }

  /// @param reason a sentence for the user, such as `no text has 4 words`
  record Absent(String reason) implements Score {}

  static Score of(double value) {
    return new Value(value);
  }

  static Score absent(String reason) {
    return new Absent(reason);
  }

  default OptionalDouble number() {
    return switch (this) {
      case Value(double value) -> OptionalDouble.of(value);
      case Absent absent -> OptionalDouble.empty();
    };
  }
}
