package dev.retort.measure.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Kendall's tau where a pair weighs `1 / rank + 1 / rank`, so that exchanges at the top count more.
///
/// The rank is that of x (equals by y), from 1 for the largest, and then that of y; the two taus are averaged.
///
/// Cost: n squared. Source: Vigna, A Weighted Correlation Index for Rankings with Ties, 2015.
final class WeightedTau {
  private WeightedTau() {}

  static Tested of(double[] x, double[] y) {
    double tau = (ranked(x, y) + ranked(y, x)) / 2;
    return Tested.of(tau, Double.NaN);
  }

  private static double ranked(double[] x, double[] y) {
    double[] weights = weights(x, y);
    double balance = 0;
    double apartX = 0;
    double apartY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        double weight = weights[i] + weights[j];
        double signX = Math.signum(x[i] - x[j]);
        double signY = Math.signum(y[i] - y[j]);
        balance += weight * signX * signY;
        apartX += weight * Math.abs(signX);
        apartY += weight * Math.abs(signY);
      }
    }
    return balance / Math.sqrt(apartX) / Math.sqrt(apartY);
  }

  private static double[] weights(double[] x, double[] y) {
    int[] up = IntStream.range(0, x.length).boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> x[i] + 0.0).thenComparingDouble(i -> y[i] + 0.0))
        .mapToInt(Integer::intValue).toArray();
    double[] weights = new double[x.length];
    for (int place = 0; place < up.length; place++) {
      weights[up[place]] = 1.0 / (up.length - place);
    }
    return weights;
  }
}
