package dev.retort.measure.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Corrections of p values for the number of hypotheses that were tested together.
///
/// The first six hold the chance of a single false finding under alpha (family-wise error); those that begin with
/// `FDR` hold the expected share of false findings among the findings. [#HOLM] needs no assumption on how the tests
/// depend on each other and is never weaker than [#BONFERRONI].
public enum MultipleTesting {
  BONFERRONI, SIDAK, HOLM_SIDAK, HOLM, SIMES_HOCHBERG, HOMMEL, FDR_BENJAMINI_HOCHBERG, FDR_BENJAMINI_YEKUTIELI, FDR_TWO_STAGE_BENJAMINI_HOCHBERG, FDR_TWO_STAGE_BENJAMINI_KRIEGER_YEKUTIELI;

  /// A hypothesis after the correction.
  ///
  /// @param p the smallest alpha at which the correction would still reject it
  public record Decision(double p, boolean reject) {}

  /// The decisions in the order of the p values.
  public List<Decision> decide(double[] p, double alpha) {
    Integer[] order = order(p);
    double[] sorted = new double[p.length];
    Arrays.setAll(sorted, i -> p[order[i]]);
    double[] adjusted = adjusted(sorted, alpha);
    List<Decision> decisions = new ArrayList<>(Collections.nCopies(p.length, new Decision(1, false)));
    for (int i = 0; i < p.length; i++) {
      double corrected = Math.min(1, adjusted[i]);
      decisions.set(order[i], new Decision(corrected, corrected <= alpha));
    }
    return List.copyOf(decisions);
  }

  /// The adjusted p values in the order of the p values; the two-stage methods look at alpha 0.05.
  public double[] adjust(double[] p) {
    return decide(p, 0.05).stream().mapToDouble(Decision::p).toArray();
  }

  private static Integer[] order(double[] p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> {
      if (!(p[i] >= 0 && p[i] <= 1)) {
        throw new IllegalArgumentException(
            "p values: " + p[i] + " at " + i + ", wanted 0 to 1. Leave out the undecided.");
      }
      return i;
    });
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    return order;
  }

  private double[] adjusted(double[] sorted, double alpha) {
    int n = sorted.length;
    return switch (this) {
      case BONFERRONI -> each(sorted, (p, i) -> n * p);
      case SIDAK -> each(sorted, (p, i) -> atLeastOne(p, n));
      case HOLM_SIDAK -> upwards(each(sorted, (p, i) -> atLeastOne(p, n - i)));
      case HOLM -> upwards(each(sorted, (p, i) -> (n - i) * p));
      case SIMES_HOCHBERG -> downwards(each(sorted, (p, i) -> (n - i) * p));
      case HOMMEL -> hommel(sorted);
      case FDR_BENJAMINI_HOCHBERG -> benjaminiHochberg(sorted);
      case FDR_BENJAMINI_YEKUTIELI -> each(benjaminiHochberg(sorted), (p, i) -> p * harmonic(n));
      case FDR_TWO_STAGE_BENJAMINI_HOCHBERG -> twoStage(sorted, alpha, 1);
      case FDR_TWO_STAGE_BENJAMINI_KRIEGER_YEKUTIELI -> twoStage(sorted, alpha, 1 + alpha);
    };
  }

  private interface Step {
    double of(double p, int place);
  }

  private static double[] each(double[] sorted, Step step) {
    double[] result = new double[sorted.length];
    Arrays.setAll(result, i -> step.of(sorted[i], i));
    return result;
  }

  /// The chance that the smallest of so many p values is this small.
  private static double atLeastOne(double p, int tests) {
    return -Math.expm1(tests * Math.log1p(-p));
  }

  private static double[] upwards(double[] values) {
    for (int i = 1; i < values.length; i++) {
      values[i] = Math.max(values[i], values[i - 1]);
    }
    return values;
  }

  private static double[] downwards(double[] values) {
    for (int i = values.length - 2; i >= 0; i--) {
      values[i] = Math.min(values[i], values[i + 1]);
    }
    return values;
  }

  private static double[] benjaminiHochberg(double[] sorted) {
    return downwards(each(sorted, (p, i) -> p * sorted.length / (i + 1)));
  }

  private static double harmonic(int n) {
    double sum = 0;
    for (int i = 1; i <= n; i++) {
      sum += 1.0 / i;
    }
    return sum;
  }

  /// Hommel 1988, by the algorithm of Wright, Adjusted P-values for Simultaneous Inference, 1992.
  private static double[] hommel(double[] sorted) {
    int n = sorted.length;
    double[] adjusted = sorted.clone();
    for (int m = n; m > 1; m--) {
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < m; i++) {
        smallest = Math.min(smallest, m * sorted[n - m + i] / (i + 1));
      }
      for (int i = 0; i < n; i++) {
        double bound = i >= n - m ? smallest : Math.min(m * sorted[i], smallest);
        adjusted[i] = Math.max(adjusted[i], bound);
      }
    }
    return adjusted;
  }

  /// Benjamini, Krieger and Yekutieli 2006: the first stage's findings tell how many hypotheses may hold.
  private static double[] twoStage(double[] sorted, double alpha, double factor) {
    double[] adjusted = benjaminiHochberg(sorted);
    long found = Arrays.stream(adjusted).filter(p -> p <= alpha / factor).count();
    int n = sorted.length;
    double hold = found == 0 || found == n ? 1 : (double) (n - found) / n;
    return each(adjusted, (p, i) -> Math.min(1, p) * hold * factor);
  }
}
