package dev.retort.app.report;

import dev.retort.run.RunSummary.Calls;
import dev.retort.run.RunSummary.State;
import java.time.Instant;
import java.util.List;

/// What ran, when, and how it ended.
///
/// @param run the run's name
/// @param recipe what was asked for
/// @param started when the first sitting began
/// @param state how the last sitting ended
/// @param calls of the last sitting
/// @param output what came out
public record Overview(String run, Asked recipe, Instant started, State state, Calls calls, Output output) {

  /// @param name the recipe's name
  /// @param randomSeed its seed
  /// @param intendedUse its intended use, as recipes write it
  /// @param version of Retort
  public record Asked(String name, long randomSeed, String intendedUse, String version) {}

  /// @param export data files, relative to the run folder
  /// @param answers how many there are in all
  /// @param simulated how many of them a simulated model gave
  /// @param accepted rows of the last step
  public record Output(List<String> export, long answers, long simulated, Accepted accepted) {
    public Output {
      export = List.copyOf(export);
    }

    public Output(List<String> export, long answers, long simulated) {
      this(export, answers, simulated, Accepted.NONE);
    }
  }
}
