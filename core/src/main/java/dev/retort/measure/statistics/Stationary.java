package dev.retort.measure.statistics;

import java.util.Arrays;

/// The shares of time a walk with given rates spends in each state.
///
/// By elimination without subtraction, so that small shares keep their digits (Grassmann, Taksar and Heyman 1985).
final class Stationary {
  private Stationary() {}

  /// The logarithms of the shares, around their mean.
  ///
  /// @param rates from row to column; the diagonal is not looked at
  static double[] logShares(double[][] rates) {
    double[] logs = Arrays.stream(shares(rates)).map(Math::log).toArray();
    double mean = Descriptive.mean(logs);
    return Arrays.stream(logs).map(log -> log - mean).toArray();
  }

  static double[] shares(double[][] rates) {
    int n = rates.length;
    double[][] left = Arrays.stream(rates).map(double[]::clone).toArray(double[][]::new);
    for (int state = n - 1; state > 0; state--) {
      double out = Arrays.stream(left[state], 0, state).sum();
      for (int i = 0; i < state; i++) {
        left[i][state] /= out;
        for (int j = 0; j < state; j++) {
          left[i][j] += i == j ? 0 : left[i][state] * left[state][j];
        }
      }
    }
    double[] shares = new double[n];
    shares[0] = 1;
    for (int state = 1; state < n; state++) {
      for (int i = 0; i < state; i++) {
        shares[state] += shares[i] * left[i][state];
      }
    }
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }
}
