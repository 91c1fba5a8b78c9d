package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/// How well labels or scores tell classes: accuracy, precision, recall, F1, ROC, Brier.
///
/// A class that nobody names has no precision, and one that does not occur no recall: such scores are empty where they
/// stand alone, and 0 within the means over classes, as in scikit-learn.
public final class Classification {
  private final Confusion confusion;

  private Classification(Confusion confusion) {
    this.confusion = confusion;
  }

  /// @param truth the right class of each item, from 0
  /// @param said the class that was named
  public static Classification of(int[] truth, int[] said, int classes) {
    return new Classification(Confusion.ofCodes(truth, said, classes));
  }

  /// Two classes, of which 1 is named from a threshold on.
  public static Classification of(int[] truth, double[] score, double threshold) {
    requireScores(truth, score);
    return of(truth, Arrays.stream(score).mapToInt(each -> each >= threshold ? 1 : 0).toArray(), 2);
  }

  public OptionalDouble accuracy() {
    return confusion.agreement();
  }

  /// The mean recall over the classes that occur.
  public OptionalDouble balancedAccuracy() {
    double sum = 0;
    int occur = 0;
    for (int label = 0; label < confusion.labels(); label++) {
      sum += recall(label).orElse(0);
      occur += recall(label).isPresent() ? 1 : 0;
    }
    return Tested.defined(sum / occur);
  }

  public OptionalDouble precision(int label) {
    return Tested.defined((double) confusion.both(label) / confusion.said(label));
  }

  public OptionalDouble recall(int label) {
    return Tested.defined((double) confusion.both(label) / confusion.truly(label));
  }

  /// Empty for a class that neither occurs nor is named.
  public OptionalDouble f1(int label) {
    return Tested.defined(2.0 * confusion.both(label) / (confusion.truly(label) + confusion.said(label)));
  }

  /// The mean F1 of the classes that occur or are named.
  public OptionalDouble f1Macro() {
    double sum = 0;
    int there = 0;
    for (int label = 0; label < confusion.labels(); label++) {
      sum += f1(label).orElse(0);
      there += f1(label).isPresent() ? 1 : 0;
    }
    return Tested.defined(sum / there);
  }

  /// F1 of all decisions pooled, which equals the accuracy when each item has one class.
  public OptionalDouble f1Micro() {
    return accuracy();
  }

  /// The mean F1, each class weighed by how often it occurs.
  public OptionalDouble f1Weighted() {
    double sum = 0;
    for (int label = 0; label < confusion.labels(); label++) {
      sum += f1(label).orElse(0) * confusion.truly(label);
    }
    return Tested.defined(sum / confusion.items());
  }

  public double matthews() {
    return confusion.matthews();
  }

  /// The chance that a random 1 scores above a random 0, a tie counting half; empty unless both occur.
  public static OptionalDouble rocAuc(int[] truth, double[] score) {
    requireScores(truth, score);
    double[] ranks = Ranks.AVERAGE.of(score);
    double sum = 0;
    double ones = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += truth[i] * ranks[i];
      ones += truth[i];
    }
    return Tested.defined((sum - ones * (ones + 1) / 2) / (ones * (truth.length - ones)));
  }

  /// The sum of precision times gained recall over the thresholds from the top; equal scores come at once.
  public static OptionalDouble averagePrecision(int[] truth, double[] score) {
    requireScores(truth, score);
    int[] up = Ranks.order(score);
    double ones = Arrays.stream(truth).sum();
    double hits = 0;
    double before = 0;
    double sum = 0;
    for (int named = 1; named <= up.length; named++) {
      int at = up[up.length - named];
      hits += truth[at];
      boolean last = named == up.length || score[up[up.length - named - 1]] != score[at];
      if (last) {
        sum += (hits - before) / ones * (hits / named);
        before = hits;
      }
    }
    return Tested.defined(ones == 0 ? Double.NaN : sum);
  }

  /// The mean squared distance of a probability from what came true.
  public static OptionalDouble brier(int[] truth, double[] probability) {
    requireScores(truth, probability);
    double[] squares = new double[truth.length];
    Arrays.setAll(squares, i -> (probability[i] - truth[i]) * (probability[i] - truth[i]));
    return Descriptive.average(squares);
  }

  private static void requireScores(int[] truth, double[] score) {
    if (truth.length != score.length || Descriptive.there(score) < score.length) {
      throw new IllegalArgumentException("scores: " + Descriptive.there(score) + " for " + truth.length
          + " items, wanted one for each. Leave out the unscored.");
    }
  }
}
