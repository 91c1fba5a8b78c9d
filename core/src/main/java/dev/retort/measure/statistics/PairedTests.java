package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Tests of whether one of two samples is above the other: paired by unit, or not.
///
/// Missing values (NaN) are left out, of pairs with both values.
public final class PairedTests {
  private PairedTests() {}

  /// Student's t test of paired differences; undefined for fewer than two and for constant ones.
  public static Tested pairedT(double[] a, double[] b) {
    double[] differences = differences(a, b);
    int n = differences.length;
    double error = Descriptive.standardError(differences).orElse(0);
    if (error == 0) {
      return Tested.UNDEFINED;
    }
    double t = Descriptive.mean(differences) / error;
    return Tested.of(t, Distributions.tTwoSided(t, n - 1.0));
  }

  /// Welch's t test of two independent samples with variances of their own.
  public static Tested welchT(double[] first, double[] second) {
    double[] a = Descriptive.withoutMissing(first);
    double[] b = Descriptive.withoutMissing(second);
    if (a.length < 2 || b.length < 2) {
      return Tested.UNDEFINED;
    }
    double ofA = variance(a) / a.length;
    double ofB = variance(b) / b.length;
    double sum = ofA + ofB;
    double degrees = sum * sum / (ofA * ofA / (a.length - 1) + ofB * ofB / (b.length - 1));
    return t(Descriptive.mean(a) - Descriptive.mean(b), Math.sqrt(sum), degrees);
  }

  /// Student's t test of two independent samples with one variance.
  public static Tested studentT(double[] first, double[] second) {
    double[] a = Descriptive.withoutMissing(first);
    double[] b = Descriptive.withoutMissing(second);
    if (a.length < 2 || b.length < 2) {
      return Tested.UNDEFINED;
    }
    int degrees = a.length + b.length - 2;
    double pooled = (Descriptive.squaresAroundMean(a) + Descriptive.squaresAroundMean(b)) / degrees;
    return t(Descriptive.mean(a) - Descriptive.mean(b), Math.sqrt(pooled * (1.0 / a.length + 1.0 / b.length)), degrees);
  }

  private static Tested t(double difference, double error, double degrees) {
    return error == 0
        ? Tested.UNDEFINED
        : Tested.of(difference / error, Distributions.tTwoSided(difference / error, degrees));
  }

  private static double variance(double[] values) {
    return Descriptive.squaresAroundMean(values) / (values.length - 1);
  }

  /// Differences by sign, and the chance of so uneven signs with even odds.
  public record Signs(int positive, int negative, int zero) {
    /// The p value by the binomial distribution, zeros left out; empty when all are zero.
    public OptionalDouble p(Alternative alternative) {
      return positive + negative == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Proportions.binomialTest(positive, positive + negative, 0.5, alternative));
    }
  }

  /// The sign test of paired differences.
  public static Signs signs(double[] all) {
    double[] differences = Descriptive.withoutMissing(all);
    int positive = (int) Arrays.stream(differences).filter(difference -> difference > 0).count();
    int negative = (int) Arrays.stream(differences).filter(difference -> difference < 0).count();
    return new Signs(positive, negative, differences.length - positive - negative);
  }

  /// Wilcoxon's signed-rank test of `a - b`.
  public static Tested wilcoxon(double[] a, double[] b, Wilcoxon.Options options) {
    return Wilcoxon.test(differences(a, b), options);
  }

  /// Two-sided Mann-Whitney U of `a`, with continuity correction where p is by the normal.
  public static Tested mannWhitney(double[] a, double[] b, MannWhitney.P p) {
    return MannWhitney.test(Descriptive.withoutMissing(a), Descriptive.withoutMissing(b), p);
  }

  /// Two-sided Kolmogorov-Smirnov test of two samples, exact but for ties.
  public static Tested kolmogorovSmirnov(double[] a, double[] b) {
    return KolmogorovSmirnov.test(Descriptive.withoutMissing(a), Descriptive.withoutMissing(b));
  }

  /// The sign-flip test of the mean difference: exact for up to 14 pairs, else by drawn signs.
  public static double signFlip(double[] a, double[] b, int flips, long seed) {
    return SignFlip.test(differences(a, b), flips, seed).twoSided();
  }

  private static double[] differences(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "pairs: " + a.length + " and " + b.length + " values, wanted as many of each.");
    }
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    return Descriptive.withoutMissing(differences);
  }
}
