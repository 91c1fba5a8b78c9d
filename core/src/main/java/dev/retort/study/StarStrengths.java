package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bradley-Terry strengths of teachers that were all held against one baseline.
///
/// In such a star the most likely strengths have a closed form: the logit of each win rate, the baseline's being 0. So
/// they rank as win rates do; what they add is a scale on which differences of teachers predict who would win against
/// whom. The interval is the win rate's on that scale, since a logit keeps the order of resamples.
final class StarStrengths {
  private StarStrengths() {}

  /// @param baseline who has no strength to tell against itself
  static List<Duel> of(String baseline, List<Duel> duels) {
    return duels.stream().map(duel -> duel.with(duel.teacher().equals(baseline) ? null : strength(duel.winRate())))
        .toList();
  }

  /// Null where every decided judgement went one way: then no strength is large enough. Ends of an interval that have
  /// no bound are infinite.
  static @Nullable Measured strength(@Nullable Measured rate) {
    return rate == null || rate.value() <= 0 || rate.value() >= 1
        ? null
        : new Measured(logit(rate.value()), logit(rate.low()), logit(rate.high()), rate.sample());
  }

  private static double logit(double rate) {
    return rate <= 0
        ? Double.NEGATIVE_INFINITY
        : rate >= 1 ? Double.POSITIVE_INFINITY : Math.log(rate / (1 - rate));
  }
}
