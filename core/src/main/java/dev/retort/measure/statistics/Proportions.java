package dev.retort.measure.statistics;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/// Shares of hits among trials: intervals, tests, and pass@k.
public final class Proportions {
  /// Two chances that differ by rounding alone count as equal.
  private static final double EQUAL = 1 + 1e-7;

  private Proportions() {}

  /// Ways to an interval of a share.
  public enum Way {
    /// By the normal around the share (Wald): too narrow near 0 and 1, of no width at them.
    NORMAL, AGRESTI_COULL,
    /// Clopper and Pearson 1934: never covers less than it says.
    CLOPPER_PEARSON,
    /// Wilson 1927, the default: covers about what it says for few trials, too.
    WILSON,
    /// The middle of the posterior under Jeffreys' prior.
    JEFFREYS
  }

  /// The share of hits with Wilson's 95 % interval.
  public static Measured share(int hits, int trials) {
    Interval interval = interval(hits, trials, 0.05, Way.WILSON);
    return new Measured((double) hits / trials, interval.low(), interval.high(), trials);
  }

  /// The interval that covers the true share except for alpha.
  public static Interval interval(int hits, int trials, double alpha, Way way) {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException("share: " + hits + " hits of " + trials
          + " trials, wanted one trial at least and no more hits than trials.");
    }
    double z = Distributions.normalQuantile(1 - alpha / 2);
    double share = (double) hits / trials;
    return switch (way) {
      case NORMAL -> around(share, z * Math.sqrt(share * (1 - share) / trials));
      case AGRESTI_COULL -> {
        double center = (hits + z * z / 2) / (trials + z * z);
        yield around(center, z * Math.sqrt(center * (1 - center) / (trials + z * z)));
      }
      case CLOPPER_PEARSON -> new Interval(
          hits == 0 ? 0 : Distributions.betaQuantile(alpha / 2, hits, trials - hits + 1.0),
          hits == trials ? 1 : Distributions.betaQuantile(1 - alpha / 2, hits + 1.0, trials - hits));
      case WILSON -> {
        double center = (hits + z * z / 2) / (trials + z * z);
        Interval wilson = around(center, z / (trials + z * z) * Math.sqrt(share * (1 - share) * trials + z * z / 4));
        yield new Interval(hits == 0 ? 0 : wilson.low(), hits == trials ? 1 : wilson.high());
      }
      case JEFFREYS -> new Interval(Distributions.betaQuantile(alpha / 2, hits + 0.5, trials - hits + 0.5),
          Distributions.betaQuantile(1 - alpha / 2, hits + 0.5, trials - hits + 0.5));
    };
  }

  private static Interval around(double center, double half) {
    return new Interval(Math.max(0, center - half), Math.min(1, center + half));
  }

  /// The exact binomial test; two-sided adds all counts that are no likelier than the one seen.
  public static double binomialTest(int hits, int trials, double p, Alternative alternative) {
    return switch (alternative) {
      case GREATER -> Distributions.binomialAbove(hits - 1, trials, p);
      case LESS -> Distributions.binomialAtMost(hits, trials, p);
      case TWO_SIDED -> {
        double seen = Distributions.binomial(hits, trials, p) * EQUAL;
        double sum = 0;
        for (int i = 0; i <= trials; i++) {
          double chance = Distributions.binomial(i, trials, p);
          sum += chance <= seen ? chance : 0;
        }
        yield Math.min(1, sum);
      }
    };
  }

  /// McNemar's test of paired yes and no by the chi-square distribution; undefined when no pair differs.
  ///
  /// @param onlyFirst pairs where only the first is a hit
  public static Tested mcNemar(int onlyFirst, int onlySecond, boolean corrected) {
    int differ = onlyFirst + onlySecond;
    if (differ == 0) {
      return Tested.UNDEFINED;
    }
    double off = Math.abs(onlyFirst - onlySecond) - (corrected ? 1 : 0);
    double statistic = off * off / differ;
    return Tested.of(statistic, Distributions.chiSquareAbove(statistic, 1));
  }

  /// McNemar's exact test: the smaller count, and the sign test of the pairs that differ.
  public static Tested mcNemarExact(int onlyFirst, int onlySecond) {
    int smaller = Math.min(onlyFirst, onlySecond);
    int differ = onlyFirst + onlySecond;
    return Tested.of(smaller, differ == 0 ? 1 : 2 * Distributions.binomialAtMost(smaller, differ, 0.5));
  }

  /// The z test that two independent shares are equal, with their pooled variance.
  public static Tested z(int hits1, int trials1, int hits2, int trials2) {
    double pooled = (double) (hits1 + hits2) / (trials1 + trials2);
    double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / trials1 + 1.0 / trials2));
    double z = ((double) hits1 / trials1 - (double) hits2 / trials2) / error;
    return error == 0 ? Tested.UNDEFINED : Tested.of(z, Distributions.normalTwoSided(z));
  }

  /// The chi-square test that two independent shares are equal, with Yates' correction.
  public static Tested chiSquareCorrected(int hits1, int trials1, int hits2, int trials2) {
    double all = (double) trials1 + trials2;
    double hits = (double) hits1 + hits2;
    double off = Math.abs(hits1 - hits * trials1 / all);
    double less = Math.max(0, off - 0.5);
    double misses = all - hits;
    double statistic = less * less * all * all * all / (trials1 * (double) trials2 * hits * misses);
    return hits == 0 || misses == 0
        ? Tested.UNDEFINED
        : Tested.of(statistic, Distributions.chiSquareAbove(statistic, 1));
  }

  /// Fisher's exact test, two-sided: all tables of the same margins that are no likelier than the one seen.
  public static double fisher(int hits1, int trials1, int hits2, int trials2) {
    HypergeometricDistribution tables = HypergeometricDistribution.of(trials1 + trials2, hits1 + hits2, trials1);
    double seen = tables.probability(hits1) * EQUAL;
    double sum = 0;
    for (int i = tables.getSupportLowerBound(); i <= tables.getSupportUpperBound(); i++) {
      double chance = tables.probability(i);
      sum += chance <= seen ? chance : 0;
    }
    return Math.min(1, sum);
  }

  /// The chance that k of n samples, of which some are correct, hold a correct one (Chen et al. 2021, pass@k).
  ///
  /// @return empty when fewer than k samples are there
  public static OptionalDouble passAt(int k, int samples, int correct) {
    if (samples < k || k < 1) {
      return OptionalDouble.empty();
    }
    double none = 1;
    for (int i = samples - correct + 1; i <= samples; i++) {
      none *= 1 - (double) k / i;
    }
    return OptionalDouble.of(samples - correct < k ? 1 : 1 - none);
  }
}
