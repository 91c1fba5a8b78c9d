package dev.retort.measure.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// The distribution functions that tests and intervals here need.
final class Distributions {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Distributions() {}

  static double normalBelow(double z) {
    return NORMAL.cumulativeProbability(z);
  }

  static double normalAbove(double z) {
    return NORMAL.survivalProbability(z);
  }

  static double normalQuantile(double share) {
    return NORMAL.inverseCumulativeProbability(share);
  }

  static double normalTwoSided(double z) {
    return 2 * NORMAL.survivalProbability(Math.abs(z));
  }

  static double tBelow(double t, double degrees) {
    return TDistribution.of(degrees).cumulativeProbability(t);
  }

  static double tTwoSided(double t, double degrees) {
    return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(t));
  }

  static double tQuantile(double share, double degrees) {
    return TDistribution.of(degrees).inverseCumulativeProbability(share);
  }

  static double chiSquareAbove(double value, double degrees) {
    return ChiSquaredDistribution.of(degrees).survivalProbability(value);
  }

  static double betaAbove(double value, double a, double b) {
    return BetaDistribution.of(a, b).survivalProbability(value);
  }

  static double betaQuantile(double share, double a, double b) {
    return BetaDistribution.of(a, b).inverseCumulativeProbability(share);
  }

  static double binomial(int hits, int n, double p) {
    return BinomialDistribution.of(n, p).probability(hits);
  }

  /// The chance of at most so many hits.
  static double binomialAtMost(int hits, int n, double p) {
    return BinomialDistribution.of(n, p).cumulativeProbability(hits);
  }

  /// The chance of more hits than these.
  static double binomialAbove(int hits, int n, double p) {
    return BinomialDistribution.of(n, p).survivalProbability(hits);
  }
}
