package dev.retort.measure.statistics;

/// What a test holds against chance.
public enum Alternative {
  TWO_SIDED,
  /// The first is above the second.
  GREATER,
  /// The first is below the second.
  LESS
}
