package dev.retort.measure.style;

/// A rate over many texts: what they hold together, for each million of their words.
final class PerMillion {
  static final double MILLION = 1_000_000;

  private PerMillion() {}

  /// NaN where there are no words.
  static double of(double[] found, double[] words) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < found.length; i++) {
      sum += found[i];
      all += words[i];
    }
    return all == 0 ? Double.NaN : sum / all * MILLION;
  }

  /// The rate of the drawn texts.
  static double of(double[] found, double[] words, int[] units) {
    double sum = 0;
    double all = 0;
    for (int unit : units) {
      sum += found[unit];
      all += words[unit];
    }
    return all == 0 ? Double.NaN : sum / all * MILLION;
  }
}
