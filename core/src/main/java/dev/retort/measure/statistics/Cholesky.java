package dev.retort.measure.statistics;

/// The Cholesky factor of a small symmetric matrix without a direction of no curvature.
final class Cholesky {
  private final double[][] factor;

  private Cholesky(double[][] factor) {
    this.factor = factor;
  }

  static Cholesky of(double[][] matrix) {
    int n = matrix.length;
    double[][] factor = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = matrix[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        if (i == j && !(rest > 0)) {
          throw new IllegalArgumentException("Cholesky: a pivot of " + rest + " in row " + i
              + ", wanted a positive definite matrix.");
        }
        factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
      }
    }
    return new Cholesky(factor);
  }

  double[] solve(double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= factor[i][k] * x[k];
      }
      x[i] /= factor[i][i];
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= factor[k][i] * x[k];
      }
      x[i] /= factor[i][i];
    }
    return x;
  }

  double[][] inverse() {
    double[][] inverse = new double[factor.length][];
    for (int i = 0; i < inverse.length; i++) {
      double[] one = new double[factor.length];
      one[i] = 1;
      inverse[i] = solve(one);
    }
    return inverse;
  }
}
