package dev.retort.run;

import dev.retort.run.spend.Spend;
import dev.retort.step.OfTable.Funnel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How a run ended: what `run --json` prints and the report shows.
///
/// @param run the run's name
/// @param folder where it lives
/// @param state how it ended
/// @param steps in order
/// @param calls made and replayed
/// @param export data files written, relative to the folder, in order
public record RunSummary(String run, Path folder, State state, List<StepSummary> steps, Calls calls,
    List<String> export) {

  public RunSummary {
    steps = List.copyOf(steps);
    export = List.copyOf(export);
  }

  /// How a run ended.
  public enum State {
    DONE, STOPPED, FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param reused whether an earlier sitting had finished it
  public record StepSummary(String step, Funnel funnel, boolean reused) {}

  /// @param made went out to a model in this sitting
  /// @param replayed answered from the ledger
  /// @param failed of those made, had no usable reply
  /// @param seconds wall time of this sitting
  /// @param spend of all sittings
  public record Calls(long made, long replayed, long failed, double seconds, Spend spend) {
    public Calls(long made, long replayed, long failed, double seconds) {
      this(made, replayed, failed, seconds, Spend.NONE);
    }
  }
}
