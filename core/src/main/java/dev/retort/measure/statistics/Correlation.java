package dev.retort.measure.statistics;

import java.util.Arrays;

/// How two arrays of numbers go together: Pearson, Spearman, Kendall, Somers, weighted tau.
///
/// Everything is two-sided, wants no missing values, and is undefined (empty) when one array is constant.
public final class Correlation {
  private Correlation() {}

  /// Pearson's r; p by the t distribution, which assumes that both are normal.
  public static Tested pearson(double[] x, double[] y) {
    requirePairs(x, y);
    double[] first = unit(x);
    double[] second = unit(y);
    double r = 0;
    for (int i = 0; i < x.length; i++) {
      r += first[i] * second[i];
    }
    r = Math.max(-1, Math.min(1, r));
    if (x.length == 2) {
      return Tested.of(r == 0 ? r : Math.signum(r), Double.isNaN(r) ? r : 1);
    }
    double shape = x.length / 2.0 - 1;
    return Tested.of(r, Double.isNaN(r) ? r : 2 * Distributions.betaAbove((1 + Math.abs(r)) / 2, shape, shape));
  }

  /// The values around their mean, scaled to length 1; NaN when they are constant.
  private static double[] unit(double[] values) {
    double mean = Descriptive.mean(values);
    double length = Math.sqrt(Descriptive.squaresAroundMean(values));
    return Arrays.stream(values).map(value -> (value - mean) / length).toArray();
  }

  /// Spearman's rho, Pearson's r of the average ranks; p by t with n - 2 degrees of freedom.
  public static Tested spearman(double[] x, double[] y) {
    requirePairs(x, y);
    double rho = covarianceOverDeviations(Ranks.AVERAGE.of(x), Ranks.AVERAGE.of(y));
    int degrees = x.length - 2;
    if (Double.isNaN(rho) || degrees < 1) {
      return Tested.of(rho, Double.NaN);
    }
    double t = rho * Math.sqrt(degrees / ((rho + 1) * (1 - rho)));
    return Tested.of(rho, Distributions.tTwoSided(t, degrees));
  }

  private static double covarianceOverDeviations(double[] x, double[] y) {
    double meanX = Descriptive.mean(x);
    double meanY = Descriptive.mean(y);
    double products = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
    }
    double less = x.length - 1.0;
    double rho = products / less / Math.sqrt(Descriptive.squaresAroundMean(x) / less)
        / Math.sqrt(Descriptive.squaresAroundMean(y) / less);
    return Math.max(-1, Math.min(1, rho));
  }

  /// Kendall's tau-b, which corrects for ties.
  public static Tested kendallB(double[] x, double[] y, Kendall.P p) {
    requirePairs(x, y);
    return Kendall.of(x, y).b(p);
  }

  /// Stuart's tau-c, for arrays with different numbers of values.
  public static Tested kendallC(double[] x, double[] y, Kendall.P p) {
    requirePairs(x, y);
    return Kendall.of(x, y).c(p);
  }

  /// Somers' D of y given x: concordant less discordant pairs over those that x tells apart.
  public static Tested somers(double[] x, double[] y) {
    requirePairs(x, y);
    return SomersD.of(x, y);
  }

  /// Weighted tau: pairs of high ranks count more (Vigna 2015), hyperbolic, additive; no p value is known.
  public static Tested weightedTau(double[] x, double[] y) {
    requirePairs(x, y);
    return WeightedTau.of(x, y);
  }

  private static void requirePairs(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2 || Descriptive.there(x) < x.length || Descriptive.there(y) < y.length) {
      throw new IllegalArgumentException("correlation: " + x.length + " and " + y.length + " values of which "
          + Descriptive.there(x) + " and " + Descriptive.there(y)
          + " are there, wanted two pairs at least and none missing. Leave out pairs with a missing value.");
    }
  }
}
