package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Quantile;
import dev.retort.measure.statistics.Resamples;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Quantiles of values with their intervals; values are sorted once for all resamples.
final class LengthQuantiles {
  private final double[] sorted;
  private final int[] ranks;

  LengthQuantiles(double[] values) {
    int[] order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
        .mapToInt(Integer::intValue).toArray();
    sorted = new double[values.length];
    ranks = new int[values.length];
    for (int rank = 0; rank < order.length; rank++) {
      sorted[rank] = values[order[rank]];
      ranks[order[rank]] = rank;
    }
  }

  Measured measured(double share, Resamples resamples) {
    return resamples.statistic(Quantile.LINEAR.ofSorted(sorted, share), units -> drawn(share, units));
  }

  /// The quantile of drawn values, by counting how often each is drawn.
  private double drawn(double share, int[] units) {
    int[] counts = new int[sorted.length];
    for (int unit : units) {
      counts[ranks[unit]]++;
    }
    double[] values = new double[units.length];
    int at = 0;
    for (int rank = 0; rank < counts.length; rank++) {
      Arrays.fill(values, at, at + counts[rank], sorted[rank]);
      at += counts[rank];
    }
    return Quantile.LINEAR.ofSorted(values, share);
  }
}
