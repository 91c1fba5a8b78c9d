package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// The Mann-Whitney U test of two independent samples.
public final class MannWhitney {
  /// How p is computed.
  public enum P {
    /// Exact without ties when one sample has at most 8 values, else by the normal.
    AUTO,
    /// By counting orders, which knows no ties. Cost: the product of the sizes times the sum of them.
    EXACT, ASYMPTOTIC
  }

  private static final int EXACT_UP_TO = 8;

  private MannWhitney() {}

  static Tested test(double[] a, double[] b, P p) {
    if (a.length == 0 || b.length == 0) {
      return Tested.UNDEFINED;
    }
    double[] both = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    double pairs = (double) a.length * b.length;
    double u = Arrays.stream(Ranks.AVERAGE.of(both), 0, a.length).sum() - a.length * (a.length + 1.0) / 2;
    double larger = Math.max(u, pairs - u);
    double cubes = Ranks.cubes(both);
    boolean exact = p == P.EXACT || p == P.AUTO && cubes == 0 && Math.min(a.length, b.length) <= EXACT_UP_TO;
    return Tested.of(u, 2 * (exact ? atLeast((int) larger, a.length, b.length) : normal(larger, pairs, both, cubes)));
  }

  private static double normal(double u, double pairs, double[] both, double cubes) {
    double n = both.length;
    double deviation = Math.sqrt(pairs / 12 * (n + 1 - cubes / (n * (n - 1))));
    return Distributions.normalAbove((u - pairs / 2 - 0.5) / deviation);
  }

  /// The chance of a U of at least so many: places the values from the largest down, one of either sample at a time.
  private static double atLeast(int u, int first, int second) {
    int most = first * second - u;
    double[][] chance = new double[first + 1][most + 1];
    chance[0][0] = 1;
    for (int j = 0; j <= second; j++) {
      for (int i = j == 0 ? 1 : 0; i <= first; i++) {
        for (int sum = 0; sum <= most; sum++) {
          double byFirst = i > 0 && sum >= j ? chance[i - 1][sum - j] * i / (i + j) : 0;
          double bySecond = j > 0 ? chance[i][sum] * j / (i + j) : 0;
          chance[i][sum] = byFirst + bySecond;
        }
      }
    }
    return Descriptive.sum(chance[first]);
  }
}
