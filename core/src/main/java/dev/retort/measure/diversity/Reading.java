package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Measured;

/// What a measure of diversity says of a set of texts.
public sealed interface Reading {

  /// A value with its interval.
  ///
  /// @param note on how many texts it rests, and where the interval comes from
  record Taken(Measured measured, String note) implements Reading {}

  /// A value of texts too few for an interval.
  record Bare(double value, long sample, String note) implements Reading {}

  /// No value.
  ///
  /// @param reason a sentence for the user
  record Absent(String reason) implements Reading {}
}
