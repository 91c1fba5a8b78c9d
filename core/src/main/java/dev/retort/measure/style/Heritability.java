package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.Optional;

/// Whether a student writes like its own teacher, more than like another one.
///
/// All three answered the same prompts, in the same order. Features are the mean counts of `strong, em, ol, ul, h1` to
/// `h4` and `p`, and the length in words. A side's mean ratio is near 1, and its gap near 0, when the student writes like
/// that teacher. The control swaps the two teachers' answers to each prompt by the throw of a coin: then neither is the
/// student's own, and the difference of the gaps is around 0.
///
/// Source: the heritability of style in WildChat-50M (arXiv 2501.18511), which gives mean ratios; gap, intervals and
/// control are ours.
public record Heritability(Side own, Side other, Control control) {

  /// The student beside one teacher.
  ///
  /// @param meanRatio absent when every ratio is undefined
  /// @param gap absent when neither uses any mark
  public record Side(TagRatios ratios, Optional<Measured> meanRatio, Optional<Measured> gap) {}

  /// What is left of the difference when teachers are swapped at random.
  ///
  /// @param difference the gap to the other teacher less that to the own: above 0 when the own is nearer
  /// @param permuted the mean difference of the permutations, with the range of the middle 95 % of them
  /// @param p the share of permutations, the sample among them, whose difference is at least as large
  public record Control(double difference, Measured permuted, double p) {}

  /// @param resamples of as many units as there are prompts; there are as many permutations as resamples
  public static Heritability of(StyleProfile student, StyleProfile own, StyleProfile other, Resamples resamples,
      long seed) {
    if (student.texts() != own.texts() || student.texts() != other.texts()) {
      throw new IllegalArgumentException("heritability: found %d, %d and %d texts, wanted answers to the same prompts."
          .formatted(student.texts(), own.texts(), other.texts()));
    }
    HeritableFeatures from = HeritableFeatures.of(student);
    HeritableFeatures mine = HeritableFeatures.of(own);
    HeritableFeatures theirs = HeritableFeatures.of(other);
    return new Heritability(side(from, mine, resamples), side(from, theirs, resamples),
        new TeacherSwaps(from, mine, theirs).control(resamples.count(), seed));
  }

  private static Side side(HeritableFeatures student, HeritableFeatures teacher, Resamples resamples) {
    TagRatios ratios = HeritableFeatures.ratios(student.means(), teacher.means());
    Optional<Measured> ratio = ratios.mean().isEmpty()
        ? Optional.empty()
        : Optional.of(resamples.statistic(ratios.mean().getAsDouble(),
            units -> HeritableFeatures.ratios(student.means(units), teacher.means(units)).mean().orElse(Double.NaN)));
    Optional<Measured> gap = ratios.gap().isEmpty()
        ? Optional.empty()
        : Optional.of(resamples.statistic(ratios.gap().getAsDouble(),
            units -> HeritableFeatures.ratios(student.means(units), teacher.means(units)).gap().orElse(Double.NaN)));
    return new Side(ratios, ratio, gap);
  }
}
