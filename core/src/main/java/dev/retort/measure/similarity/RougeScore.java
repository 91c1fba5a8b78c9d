package dev.retort.measure.similarity;

/// How much of the hypothesis is in the reference, how much of the reference in the hypothesis, and both in one.
///
/// All are 0 where one of the texts has nothing to count.
///
/// @param precision 0..1
/// @param recall 0..1
/// @param f1 their harmonic mean, 0..1
public record RougeScore(double precision, double recall, double f1) {

  /// @param matches what reference and hypothesis have in common
  /// @param reference how much there is in the reference
  /// @param hypothesis how much there is in the hypothesis
  static RougeScore of(long matches, long reference, long hypothesis) {
    double precision = matches / (double) Math.max(hypothesis, 1);
    double recall = matches / (double) Math.max(reference, 1);
    double both = precision + recall;
    return new RougeScore(precision, recall, both > 0 ? 2 * precision * recall / both : 0);
  }
}
