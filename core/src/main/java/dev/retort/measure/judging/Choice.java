package dev.retort.measure.judging;

/// Which of two answers is better.
public enum Choice {
  A, B, TIE;

  /// 1 for a, -1 for b, 0 for a tie.
  int sign() {
    return switch (this) {
      case A -> 1;
      case B -> -1;
      case TIE -> 0;
    };
  }
}
