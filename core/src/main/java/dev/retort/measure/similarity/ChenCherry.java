package dev.retort.measure.similarity;

import java.util.OptionalDouble;

/// The ways of Chen and Cherry to smooth the n-gram precisions of a short text, as NLTK numbers them.
///
/// Source: Chen and Cherry, A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU, WMT 2014, with the
/// parameters of `SmoothingFunction` of NLTK 3.8: epsilon 0.1, alpha 5, k 5.
public enum ChenCherry {
  /// None: a precision of 0 counts as the smallest normal number, so that scores are near 1e-231 instead of 0.
  METHOD_0,
  /// 0.1 matches where there are none.
  METHOD_1,
  /// One match and one n-gram more, from bigrams on.
  METHOD_2,
  /// 1/2, 1/4, ... matches for the first, second, ... order that has none.
  METHOD_3,
  /// As the third, smaller for short texts: times ln(length) / 5.
  METHOD_4,
  /// The mean of the precisions of the orders below, at and above.
  METHOD_5,
  /// Mixed with a prior from the two orders below. Undefined when no trigram matches or none is weighed.
  METHOD_6,
  /// The fourth, then the fifth.
  METHOD_7;

  private static final double EPSILON = 0.1;
  private static final double ALPHA = 5;
  private static final double K = 5;

  /// As NLTK calls it.
  public String label() {
    return "method" + ordinal();
  }

  /// Whether it looks at the words of the hypothesis and not only at its counts, so that it has no meaning for a corpus.
  boolean ofOneSentence() {
    return this == METHOD_5 || this == METHOD_6 || this == METHOD_7;
  }

  /// The smoothed BLEU score of counts in which a word matches; empty where NLTK stops with an error.
  OptionalDouble score(NgramMatches counts, double[] weights) {
    if (this == METHOD_6 && (weights.length < 3 || counts.matches(3) == 0)) {
      return OptionalDouble.empty();
    }
    double[] precisions = smoothed(counts, weights.length);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += precisions[i] > 0 ? weights[i] * Math.log(precisions[i]) : 0;
    }
    return OptionalDouble.of(counts.brevityPenalty() * Math.exp(sum));
  }

  private double[] smoothed(NgramMatches counts, int orders) {
    return switch (this) {
      case METHOD_0, METHOD_1, METHOD_2 -> eachAlone(counts, orders);
      case METHOD_3, METHOD_4 -> halving(counts, orders);
      case METHOD_5 -> neighbours(raw(counts, orders), counts.precision(5));
      case METHOD_6 -> prior(counts, orders);
      case METHOD_7 -> neighbours(METHOD_4.halving(counts, orders), counts.precision(5));
    };
  }

  private static double[] raw(NgramMatches counts, int orders) {
    double[] precisions = new double[orders];
    for (int n = 1; n <= orders; n++) {
      precisions[n - 1] = counts.precision(n);
    }
    return precisions;
  }

  private double[] eachAlone(NgramMatches counts, int orders) {
    double[] precisions = raw(counts, orders);
    for (int n = 1; n <= orders; n++) {
      boolean none = counts.matches(n) == 0;
      if (this == METHOD_2 && n > 1) {
        precisions[n - 1] = (counts.matches(n) + 1.0) / (counts.total(n) + 1.0);
      } else if (this == METHOD_0 && none) {
        precisions[n - 1] = Double.MIN_NORMAL;
      } else if (this == METHOD_1 && none) {
        precisions[n - 1] = EPSILON / counts.total(n);
      }
    }
    return precisions;
  }

  private double[] halving(NgramMatches counts, int orders) {
    double[] precisions = raw(counts, orders);
    double share = this == METHOD_3 ? 1 : Math.log(counts.hypothesisLength()) / K;
    for (int n = 1; n <= orders; n++) {
      if (counts.matches(n) == 0 && (this == METHOD_3 || counts.hypothesisLength() > 1)) {
        share /= 2;
        precisions[n - 1] = share / counts.total(n);
      }
    }
    return precisions;
  }

  /// @param fifth the precision of 5-grams, which stands above the last order whichever that is
  private static double[] neighbours(double[] precisions, double fifth) {
    double[] smoothed = new double[precisions.length];
    double below = precisions[0] + 1;
    for (int i = 0; i < smoothed.length; i++) {
      double above = i + 1 < precisions.length ? precisions[i + 1] : fifth;
      smoothed[i] = (below + precisions[i] + above) / 3;
      below = smoothed[i];
    }
    return smoothed;
  }

  private static double[] prior(NgramMatches counts, int orders) {
    double[] precisions = raw(counts, orders);
    for (int i = 2; i < orders; i++) {
      double prior = precisions[i - 2] == 0 ? 0 : precisions[i - 1] * precisions[i - 1] / precisions[i - 2];
      long grams = Math.max(0, counts.hypothesisLength() - i);
      precisions[i] = (counts.matches(i + 1) + ALPHA * prior) / (grams + ALPHA);
    }
    return precisions;
  }
}
