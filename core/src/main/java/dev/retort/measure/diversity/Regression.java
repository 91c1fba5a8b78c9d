package dev.retort.measure.diversity;

/// A mean corrected by two quantities whose true means are known, with its standard error.
///
/// Least squares of the values on the two, read off at their true means; the error is that of a fitted value with n - 3
/// degrees of freedom. Where one follows from the other only one is used.
record Regression(double value, double standardError) {

  static Regression of(double[] values, double[][] known, double[] truth) {
    int n = values.length;
    double mean = mean(values);
    double[] means = {mean(known[0]), mean(known[1])};
    double a = cross(known[0], means[0], known[0], means[0]);
    double b = cross(known[0], means[0], known[1], means[1]);
    double d = cross(known[1], means[1], known[1], means[1]);
    double u = cross(known[0], means[0], values, mean);
    double v = cross(known[1], means[1], values, mean);
    double determinant = a * d - b * b;
    if (!(determinant > 1e-12 * a * d)) {
      return onOne(values, mean, truth[0] - means[0], a, u);
    }
    double first = (d * u - b * v) / determinant;
    double second = (a * v - b * u) / determinant;
    double squares = Math.max(0, cross(values, mean, values, mean) - first * u - second * v);
    double x = truth[0] - means[0];
    double y = truth[1] - means[1];
    double leverage = 1.0 / n + (d * x * x - 2 * b * x * y + a * y * y) / determinant;
    return new Regression(mean + first * x + second * y, Math.sqrt(squares / (n - 3) * leverage));
  }

  /// On the first alone, where the second follows from it.
  private static Regression onOne(double[] values, double mean, double x, double a, double u) {
    int n = values.length;
    double slope = a > 0 ? u / a : 0;
    double squares = Math.max(0, cross(values, mean, values, mean) - slope * u);
    double leverage = 1.0 / n + (a > 0 ? x * x / a : 0);
    return new Regression(mean + slope * x, Math.sqrt(squares / (n - 2) * leverage));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double cross(double[] a, double meanA, double[] b, double meanB) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum;
  }
}
