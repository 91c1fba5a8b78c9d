package dev.retort.measure.similarity;

/// What BLEU counts, of one pair of texts or of many.
///
/// @param matches n-grams of the hypothesis that are in a reference, by length from 1, each at most as often as in one
/// @param totals n-grams of the hypothesis, by length from 1
/// @param hypothesis how many tokens it has
/// @param reference how many tokens the reference has that comes closest in length
public record BleuCounts(long[] matches, long[] totals, long hypothesis, long reference) {

  public BleuCounts {
    matches = matches.clone();
    totals = totals.clone();
  }

  static BleuCounts none() {
    return new BleuCounts(new long[SacreBleu.ORDER], new long[SacreBleu.ORDER], 0, 0);
  }

  public BleuCounts plus(BleuCounts other) {
    long[] both = matches.clone();
    long[] all = totals.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.matches[i];
      all[i] += other.totals[i];
    }
    return new BleuCounts(both, all, hypothesis + other.hypothesis, reference + other.reference);
  }

  /// 1 unless the hypothesis is shorter than the reference, 0 if it has no token at all.
  public double brevityPenalty() {
    if (hypothesis >= reference) {
      return 1;
    }
    return hypothesis == 0 ? 0 : Math.exp(1 - reference / (double) hypothesis);
  }
}
