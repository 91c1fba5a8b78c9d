package dev.retort.measure.similarity;

/// What chrF counts, of one pair of texts or of many: runs of characters by length, then of words.
///
/// @param hypothesis runs of the hypothesis, 0 for lengths the reference has none of
/// @param reference runs of the reference
/// @param matches runs that are in both
public record ChrfCounts(long[] hypothesis, long[] reference, long[] matches) {

  public ChrfCounts {
    hypothesis = hypothesis.clone();
    reference = reference.clone();
    matches = matches.clone();
  }

  public ChrfCounts plus(ChrfCounts other) {
    return new ChrfCounts(sum(hypothesis, other.hypothesis), sum(reference, other.reference),
        sum(matches, other.matches));
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  /// F of the mean precision and the mean recall over lengths both texts have, 0..100.
  double score(double beta) {
    double precision = 0;
    double recall = 0;
    int lengths = 0;
    for (int i = 0; i < matches.length; i++) {
      if (hypothesis[i] > 0 && reference[i] > 0) {
        precision += matches[i] / (double) hypothesis[i];
        recall += matches[i] / (double) reference[i];
        lengths++;
      }
    }
    return lengths == 0 || precision + recall == 0 ? 0 : 100 * f(precision / lengths, recall / lengths, beta);
  }

  /// The mean of F over all lengths, with next to nothing where a text has none, 0..100.
  double smoothed(double beta) {
    double nothing = 1e-16;
    double sum = 0;
    for (int i = 0; i < matches.length; i++) {
      double precision = hypothesis[i] > 0 ? matches[i] / (double) hypothesis[i] : nothing;
      double recall = reference[i] > 0 ? matches[i] / (double) reference[i] : nothing;
      sum += precision + recall > 0 ? f(precision, recall, beta) : nothing;
    }
    return 100 * sum / matches.length;
  }

  private static double f(double precision, double recall, double beta) {
    double factor = beta * beta;
    return (1 + factor) * precision * recall / (factor * precision + recall);
  }
}
