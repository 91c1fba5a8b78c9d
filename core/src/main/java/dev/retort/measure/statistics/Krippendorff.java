package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Krippendorff's alpha: agreement of any number of raters, with gaps, at four levels of measurement.
///
/// 1 less the disagreement seen over the disagreement expected. A unit with m ratings adds the distances of all its
/// ordered pairs over `m - 1`; a unit with one rating says nothing. Expected is the mean distance of all ordered pairs
/// of ratings. Empty when fewer than two values occur among the units that have two ratings.
///
/// Cost: units times raters squared, and values squared. Source: Krippendorff, Computing Krippendorff's
/// Alpha-Reliability, 2011.
public final class Krippendorff {
  /// What the values are, hence how far two of them are apart.
  public enum Level {
    NOMINAL, ORDINAL, INTERVAL, RATIO
  }

  private final Level level;
  private final double[] values;
  private final double[] counts;
  private final double[] upTo;

  /// @param values the sorted values
  /// @param counts how often each was given in units that have two ratings
  private Krippendorff(Level level, double[] values, double[] counts) {
    this.level = level;
    this.values = values;
    this.counts = counts;
    this.upTo = counts.clone();
    Arrays.parallelPrefix(upTo, Double::sum);
  }

  static OptionalDouble alpha(double[][] ratersByUnits, Level level) {
    int[][] units = new int[ratersByUnits.length == 0 ? 0 : ratersByUnits[0].length][];
    double[] values = Arrays.stream(ratersByUnits).flatMapToDouble(Arrays::stream)
        .filter(value -> !Double.isNaN(value)).map(value -> value + 0.0).sorted().distinct().toArray();
    double[] counts = new double[values.length];
    for (int unit = 0; unit < units.length; unit++) {
      int at = unit;
      units[unit] = Arrays.stream(ratersByUnits).mapToDouble(rater -> rater[at]).filter(value -> !Double.isNaN(value))
          .mapToInt(value -> Arrays.binarySearch(values, value + 0.0)).toArray();
      for (int i = 0; units[unit].length > 1 && i < units[unit].length; i++) {
        counts[units[unit][i]]++;
      }
    }
    return new Krippendorff(level, values, counts).alpha(units);
  }

  private OptionalDouble alpha(int[][] units) {
    double seen = 0;
    for (int[] ratings : units) {
      for (int first : ratings) {
        for (int second : ratings) {
          seen += ratings.length > 1 ? distance(first, second) / (ratings.length - 1) : 0;
        }
      }
    }
    double expected = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        expected += counts[i] * counts[j] * distance(i, j);
      }
    }
    double all = Arrays.stream(counts).sum();
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - seen * (all - 1) / expected);
  }

  private double distance(int i, int j) {
    return switch (level) {
      case NOMINAL -> i == j ? 0 : 1;
      case ORDINAL -> square(ranksBetween(Math.min(i, j), Math.max(i, j)));
      case INTERVAL -> square(values[i] - values[j]);
      case RATIO -> values[i] + values[j] == 0 ? 0 : square((values[i] - values[j]) / (values[i] + values[j]));
    };
  }

  /// The ratings from one value to another, of the two ends' own only half.
  private double ranksBetween(int low, int high) {
    return upTo[high] - upTo[low] + (counts[low] - counts[high]) / 2;
  }

  private static double square(double value) {
    return value * value;
  }
}
