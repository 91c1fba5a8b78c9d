package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// What is known of a judge that gives scores.
///
/// @param judge its name
/// @param scored responses with a score
/// @param unscored those without: their replies could not be read
/// @param mean of the scores
/// @param bias what goes with higher scores
/// @param people agreement with people's ratings
public record ScoreReport(String judge, long scored, long unscored, Optional<Measured> mean, Bias bias,
    People people) {

  /// What goes with higher scores; there may be a good reason for either.
  /// @param length Pearson's correlation of the score with the logarithm of the response's length
  /// @param ownFamily how much higher the mean score of the judge's own family is than that of all others
  public record Bias(Optional<Measured> length, Optional<Measured> ownFamily) {}

  /// Correlations with people's ratings of the same responses.
  /// @param pearson of the numbers
  /// @param spearman of their ranks, over the first 100,000 at most
  public record People(Optional<Measured> pearson, Optional<Measured> spearman) {}
}
