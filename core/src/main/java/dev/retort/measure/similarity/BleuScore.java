package dev.retort.measure.similarity;

/// A BLEU score and what it is made of.
///
/// @param score 0..100
/// @param precisions by length from 1, smoothed, 0..100
public record BleuScore(double score, double[] precisions, BleuCounts counts) {

  /// sacreBLEU's stand-in for the logarithm of 0.
  private static final double LOG_OF_ZERO = -9999999999.0;

  public BleuScore {
    precisions = precisions.clone();
  }

  /// @param effectiveOrder whether lengths the hypothesis is too short for are left out
  static BleuScore of(BleuCounts counts, Smoothing smoothing, boolean effectiveOrder) {
    double[] precisions = new double[SacreBleu.ORDER];
    int order = SacreBleu.ORDER;
    boolean any = false;
    for (long matches : counts.matches()) {
      any |= matches > 0;
    }
    if (any) {
      int reached = precisions(counts, smoothing, precisions);
      order = effectiveOrder ? reached : order;
    }
    double logs = 0;
    for (int i = 0; i < order; i++) {
      logs += precisions[i] == 0 ? LOG_OF_ZERO : Math.log(precisions[i]);
    }
    return new BleuScore(any ? counts.brevityPenalty() * Math.exp(logs / order) : 0, precisions, counts);
  }

  /// How many lengths there are n-grams of.
  private static int precisions(BleuCounts counts, Smoothing smoothing, double[] out) {
    double half = 1;
    for (int i = 0; i < out.length; i++) {
      double added = i > 0 && smoothing instanceof Smoothing.AddK(double k) ? k : 0;
      double matches = counts.matches()[i] + added;
      double total = counts.totals()[i] + added;
      if (total == 0) {
        return i;
      }
      if (matches == 0) {
        half *= 2;
      }
      out[i] = matches > 0 ? 100 * matches / total : switch (smoothing) {
        case Smoothing.Exponential() -> 100 / (half * total);
        case Smoothing.Floor(double floor) -> 100 * floor / total;
        case Smoothing.None(),Smoothing.AddK(double _) -> 0;
      };
    }
    return out.length;
  }
}
