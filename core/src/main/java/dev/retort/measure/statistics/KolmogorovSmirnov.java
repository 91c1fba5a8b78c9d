package dev.retort.measure.statistics;

/// The two-sided Kolmogorov-Smirnov test of two samples.
///
/// p is the chance that a path of steps in random order, one for each value, gets as far from the diagonal; ties are
/// taken as any order, which makes it conservative. Cost: the product of the sizes.
final class KolmogorovSmirnov {
  private KolmogorovSmirnov() {}

  static Tested test(double[] a, double[] b) {
    if (a.length == 0 || b.length == 0) {
      return Tested.UNDEFINED;
    }
    long farthest = farthest(Descriptive.sorted(a), Descriptive.sorted(b));
    double pairs = (double) a.length * b.length;
    return Tested.of(farthest / pairs, farthest == 0 ? 1 : leaving(farthest, a.length, b.length));
  }

  /// The largest distance of the two cumulative shares, times the product of the sizes.
  private static long farthest(double[] a, double[] b) {
    long farthest = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      farthest = Math.max(farthest, distance(i, j, a.length, b.length));
    }
    return farthest;
  }

  private static long distance(int i, int j, int first, int second) {
    return Math.abs((long) i * second - (long) j * first);
  }

  /// The chance that a path is somewhere as far from the diagonal: what is added when it first gets there.
  private static double leaving(long far, int first, int second) {
    double[] inside = new double[second + 1];
    inside[0] = 1;
    double left = 0;
    for (int i = 0; i <= first; i++) {
      for (int j = 0; j <= second; j++) {
        double rest = first - i + second - j + 1.0;
        double byFirst = i > 0 ? inside[j] * (first - i + 1) / rest : 0;
        double bySecond = j > 0 ? inside[j - 1] * (second - j + 1) / rest : 0;
        double here = i + j == 0 ? 1 : byFirst + bySecond;
        boolean leaves = distance(i, j, first, second) >= far;
        left += leaves ? here : 0;
        inside[j] = leaves ? 0 : here;
      }
    }
    return left;
  }
}
