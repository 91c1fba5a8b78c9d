package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// How far raters agree beyond what chance would give: Cohen, Fleiss, Randolph, Krippendorff.
///
/// Where the ratings do not define a coefficient (all the same) the answer is empty, never a number.
public final class Agreement {
  private Agreement() {}

  /// Cohen's kappa of two raters over the labels that were given, in their natural order.
  public static <L extends Comparable<L>> OptionalDouble cohen(List<L> a, List<L> b, Confusion.Weights weights) {
    return Confusion.of(a, b).kappa(weights);
  }

  /// Cohen's kappa with its bootstrap interval over items; resamples that do not define it are left out.
  public static <L extends Comparable<L>> Optional<Measured> cohen(List<L> a, List<L> b, Confusion.Weights weights,
      Resamples resamples) {
    TreeSet<L> labels = new TreeSet<>(a);
    labels.addAll(b);
    List<L> order = List.copyOf(labels);
    int[] first = Confusion.codes(a, order);
    int[] second = Confusion.codes(b, order);
    OptionalDouble kappa = Confusion.ofCodes(first, second, order.size()).kappa(weights);
    if (kappa.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(resamples.statistic(kappa.getAsDouble(), units -> {
      long[][] counts = new long[order.size()][order.size()];
      for (int unit : units) {
        counts[first[unit]][second[unit]]++;
      }
      return new Confusion(counts).kappa(weights).orElse(Double.NaN);
    }));
  }

  /// Fleiss' kappa of a table of units by categories, with how many raters gave each; equally many rate each unit.
  public static OptionalDouble fleiss(int[][] counts) {
    double[] shares = new double[counts.length == 0 ? 0 : counts[0].length];
    double ratings = counts.length == 0 ? 1 : (double) raters(counts) * counts.length;
    for (int[] unit : counts) {
      for (int category = 0; category < shares.length; category++) {
        shares[category] += unit[category] / ratings;
      }
    }
    double chance = 0;
    for (double share : shares) {
      chance += share * share;
    }
    return beyond(counts, chance);
  }

  /// Randolph's free-marginal kappa, whose chance is one among the categories.
  public static OptionalDouble randolph(int[][] counts) {
    return beyond(counts, counts.length == 0 ? 1 : 1.0 / counts[0].length);
  }

  private static OptionalDouble beyond(int[][] counts, double chance) {
    int raters = counts.length == 0 ? 0 : raters(counts);
    if (raters < 2 || chance >= 1 - 1e-15) {
      return OptionalDouble.empty();
    }
    double pairs = raters * (raters - 1.0);
    double agreed = 0;
    for (int[] unit : counts) {
      for (int count : unit) {
        agreed += count * (count - 1.0) / pairs;
      }
    }
    return OptionalDouble.of((agreed / counts.length - chance) / (1 - chance));
  }

  private static int raters(int[][] counts) {
    int raters = Arrays.stream(counts[0]).sum();
    for (int[] unit : counts) {
      if (Arrays.stream(unit).sum() != raters) {
        throw new IllegalArgumentException("ratings: units with " + raters + " and with "
            + Arrays.stream(unit).sum() + " raters, wanted as many for each. Use Krippendorff's alpha.");
      }
    }
    return raters;
  }

  /// Krippendorff's alpha of raters by units, NaN where a rater left a unit out.
  public static OptionalDouble krippendorff(double[][] ratersByUnits, Krippendorff.Level level) {
    return Krippendorff.alpha(ratersByUnits, level);
  }
}
