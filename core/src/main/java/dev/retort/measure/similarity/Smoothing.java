package dev.retort.measure.similarity;

/// What BLEU takes for the precision of an n-gram length without a match.
///
/// Source: B. Chen and C. Cherry, A systematic comparison of smoothing techniques for sentence-level BLEU, 2014.
public sealed interface Smoothing {

  /// Nothing: the score is 0.
  record None() implements Smoothing {}

  /// Half of one match, then a quarter, an eighth: NIST's way and the default.
  record Exponential() implements Smoothing {}

  /// A fixed part of a match, 0.1 in sacreBLEU.
  record Floor(double matches) implements Smoothing {}

  /// Adds to matches and totals of all lengths but the first, 1 in sacreBLEU.
  record AddK(double k) implements Smoothing {}
}
