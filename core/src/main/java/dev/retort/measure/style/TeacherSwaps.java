package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Quantile;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The control of [Heritability]: which teacher is the student's own is forgotten, prompt by prompt.
record TeacherSwaps(HeritableFeatures student, HeritableFeatures own, HeritableFeatures other) {

  Heritability.Control control(int permutations, long seed) {
    double[] from = student.means();
    double observed = difference(from, own.means(), other.means());
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[permutations];
    int atLeast = 1;
    for (int i = 0; i < permutations; i++) {
      drawn[i] = swapped(from, random);
      atLeast += drawn[i] >= observed ? 1 : 0;
    }
    Arrays.sort(drawn);
    Measured permuted = new Measured(Arrays.stream(drawn).average().orElse(Double.NaN),
        Quantile.LINEAR.ofSorted(drawn, 0.025), Quantile.LINEAR.ofSorted(drawn, 0.975), student.texts());
    return new Heritability.Control(observed, permuted, (double) atLeast / (permutations + 1));
  }

  private double swapped(double[] from, SplittableRandom random) {
    int features = student.features();
    double[] mine = new double[features];
    double[] theirs = new double[features];
    int texts = student.texts();
    for (int text = 0; text < texts; text++) {
      boolean swap = random.nextBoolean();
      for (int feature = 0; feature < features; feature++) {
        double a = own.counts()[feature][text] / texts;
        double b = other.counts()[feature][text] / texts;
        mine[feature] += swap ? b : a;
        theirs[feature] += swap ? a : b;
      }
    }
    return difference(from, mine, theirs);
  }

  /// 0 when neither the student nor a teacher uses any mark.
  private static double difference(double[] student, double[] own, double[] other) {
    return HeritableFeatures.ratios(student, other).gap().orElse(0)
        - HeritableFeatures.ratios(student, own).gap().orElse(0);
  }
}
