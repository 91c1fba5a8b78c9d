package dev.retort.measure.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// How often two raters gave each pair of labels to the same items.
public final class Confusion {
  /// What a disagreement costs in a weighted kappa, by the distance of the labels in their order.
  public enum Weights {
    /// Every disagreement alike: Cohen 1960.
    NONE, LINEAR,
    /// Cohen 1968, as in the essay-scoring literature.
    QUADRATIC;

    private double of(int i, int j) {
      return switch (this) {
        case NONE -> i == j ? 0 : 1;
        case LINEAR -> Math.abs(i - j);
        case QUADRATIC -> (double) (i - j) * (i - j);
      };
    }
  }

  private final long[][] counts;
  private final long[] first;
  private final long[] second;
  private final long all;

  /// A table of counts: row the first rater's label, column the second's.
  Confusion(long[][] counts) {
    this.counts = counts;
    this.first = new long[counts.length];
    this.second = new long[counts.length];
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        first[i] += counts[i][j];
        second[j] += counts[i][j];
        sum += counts[i][j];
      }
    }
    this.all = sum;
  }

  /// The table over the labels that were given, in their natural order.
  public static <L extends Comparable<L>> Confusion of(List<L> a, List<L> b) {
    TreeSet<L> labels = new TreeSet<>(a);
    labels.addAll(b);
    return of(a, b, labels);
  }

  /// The table over known labels in the order given, of which some may not occur.
  public static <L extends Comparable<L>> Confusion of(List<L> a, List<L> b, Collection<L> labels) {
    List<L> order = List.copyOf(labels);
    return ofCodes(codes(a, order), codes(b, order), order.size());
  }

  /// Each label's place in the order.
  public static <L> int[] codes(List<L> given, List<L> order) {
    Map<L, Integer> places = new HashMap<>();
    order.forEach(label -> places.put(label, places.size()));
    return given.stream().mapToInt(label -> {
      Integer code = places.get(label);
      if (code == null) {
        throw new IllegalArgumentException("labels: " + label + ", wanted one of " + order + ".");
      }
      return code;
    }).toArray();
  }

  static Confusion ofCodes(int[] a, int[] b, int categories) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("ratings: " + a.length + " by one rater and " + b.length
          + " by the other, wanted both of each item.");
    }
    long[][] counts = new long[categories][categories];
    for (int i = 0; i < a.length; i++) {
      counts[a[i]][b[i]]++;
    }
    return new Confusion(counts);
  }

  public long items() {
    return all;
  }

  /// The share of items with equal labels; empty without items.
  public OptionalDouble agreement() {
    return Tested.defined((double) agreed() / all);
  }

  private long agreed() {
    long agreed = 0;
    for (int i = 0; i < counts.length; i++) {
      agreed += counts[i][i];
    }
    return agreed;
  }

  /// Cohen's kappa; empty when both raters gave one and the same label to all, so that chance explains everything.
  public OptionalDouble kappa(Weights weights) {
    double seen = 0;
    double expected = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        double weight = weights.of(i, j);
        seen += weight * counts[i][j];
        expected += weight * first[i] * second[j];
      }
    }
    return expected == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - seen * all / expected);
  }

  /// Matthews' correlation (Gorodkin's R of K); by convention 0 when a rater gave one label to all.
  public double matthews() {
    double squaresFirst = 0;
    double squaresSecond = 0;
    double products = 0;
    for (int i = 0; i < counts.length; i++) {
      squaresFirst += (double) first[i] * first[i];
      squaresSecond += (double) second[i] * second[i];
      products += (double) first[i] * second[i];
    }
    double square = (double) all * all;
    double spread = (square - squaresFirst) * (square - squaresSecond);
    return spread == 0 ? 0 : ((double) agreed() * all - products) / Math.sqrt(spread);
  }

  /// How many items the first rater, taken as the truth, gave the label.
  long truly(int label) {
    return first[label];
  }

  long said(int label) {
    return second[label];
  }

  long both(int label) {
    return counts[label][label];
  }

  int labels() {
    return counts.length;
  }
}
