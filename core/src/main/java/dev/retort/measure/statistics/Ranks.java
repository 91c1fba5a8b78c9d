package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The ranks of values, from 1 for the smallest, with three ways to rank equals.
public enum Ranks {
  /// Equals get the mean of their places.
  AVERAGE,
  /// Equals get the first of their places.
  MIN,
  /// Equals get one place together, and the next value the place after it.
  DENSE;

  public double[] of(double[] values) {
    int[] order = order(values);
    double[] ranks = new double[values.length];
    int groups = 0;
    for (int from = 0; from < order.length;) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      groups++;
      double rank = switch (this) {
        case AVERAGE -> (from + 1 + to) / 2.0;
        case MIN -> from + 1;
        case DENSE -> groups;
      };
      for (; from < to; from++) {
        ranks[order[from]] = rank;
      }
    }
    return ranks;
  }

  /// The places of the values from the smallest up, equals in the order they stand.
  static int[] order(double[] values) {
    return IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i] + 0.0))
        .mapToInt(Integer::intValue).toArray();
  }

  /// How many values share each value that occurs.
  static long[] ties(double[] values) {
    double[] sorted = Descriptive.sorted(values);
    long[] sizes = new long[sorted.length];
    int groups = 0;
    for (int i = 0; i < sorted.length; i++) {
      groups += i > 0 && sorted[i] == sorted[i - 1] ? 0 : 1;
      sizes[groups - 1]++;
    }
    return Arrays.copyOf(sizes, groups);
  }

  /// The sum of t^3 - t over groups of t equals, which corrects variances of rank sums.
  static double cubes(double[] values) {
    return Arrays.stream(ties(values)).mapToDouble(t -> (double) t * t * t - t).sum();
  }
}
