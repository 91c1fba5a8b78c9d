package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import org.jspecify.annotations.Nullable;

/// How one teacher did against one baseline, in one annotator's eyes.
///
/// @param teacher who was judged
/// @param tally how its judgements went
/// @param winRate mean share of the judgements that were decided, ties as one half; null where none was
/// @param strength Bradley-Terry strength in logits, the baseline's being 0; null where it has no bound
public record Duel(String teacher, Tally tally, @Nullable Measured winRate, @Nullable Measured strength) {

  /// Judgements by how they ended.
  ///
  /// @param won by the teacher, more or less clearly
  /// @param lost by it
  /// @param tied neither was better
  /// @param undecided the annotator said nothing
  public record Tally(long won, long lost, long tied, long undecided) {

    public long decided() {
      return won + lost + tied;
    }

    Tally plus(Tally other) {
      return new Tally(won + other.won, lost + other.lost, tied + other.tied, undecided + other.undecided);
    }
  }

  Duel with(@Nullable Measured bradleyTerry) {
    return new Duel(teacher, tally, winRate, bradleyTerry);
  }
}
