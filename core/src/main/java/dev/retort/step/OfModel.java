package dev.retort.step;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Sampling;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A rollout: an ordinary blocking function of a row and the models it asks, run on a virtual thread.
///
/// Each `models.ask` goes through the ledger, so on resume the same function runs again and finished calls answer at
/// once. The function is pure but for its calls: no clock, and no randomness but `models.random()`.
/// Unit: row x lane x sample.
public non-sealed interface OfModel extends Step {

  /// What the step asks of each row: one lane a teacher. Lanes run independently, so a slow one stalls no other.
  List<Lane> lanes(List<String> known);

  /// Runs one unit.
  Rollout rollout(Schema input, Schema output);

  /// Why a row can not go through this step as it is set; null for a row that can. Before the first call all rows are
  /// looked at, and the run is refused with the number of those that can not.
  default @Nullable String unfit(Row row) {
    return null;
  }

  /// How it has answers drawn, in place of what the teachers' own sampling says; told so that a budget can be held
  /// against the longest answers before the run.
  default Sampling sampling() {
    return Sampling.NONE;
  }

  /// Whether it asks chats, so that a teacher that cannot be asked any is told before the run.
  default boolean asksChats() {
    return true;
  }

  /// Whether what different models give can stand in one table; where it cannot, no other model is asked where a teacher
  /// fails.
  default boolean mixes() {
    return true;
  }

  /// Units of a lane begun and not ended at once, at most, for a step whose rows are large; the run may begin fewer.
  default int atOnce() {
    return Integer.MAX_VALUE;
  }

  /// What it needs of the teachers it asks, so that one that cannot do it is refused before anything is spent.
  default Set<Capability> needs() {
    Set<Capability> needs = EnumSet.of(asksChats() ? Capability.CHAT : Capability.COMPLETIONS);
    needs.addAll(Capability.neededBy(sampling()));
    return needs;
  }

  /// A teacher to ask, and how often.
  record Lane(String teacher, int samples) {
    public Lane {
      if (samples < 1) {
        throw new IllegalArgumentException("samples must be 1 or more, not " + samples);
      }
    }
  }

  /// One row's whole conversation with models.
  interface Rollout {
    Outcome run(Row row, Models models);
  }

  @Override
  default List<String> teachers(List<String> known) {
    return lanes(known).stream().map(Lane::teacher).distinct().toList();
  }
}
