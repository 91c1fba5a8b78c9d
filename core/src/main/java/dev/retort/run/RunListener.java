package dev.retort.run;

import dev.retort.step.OfTable.Funnel;
import java.util.Map;

/// Hears how a run goes. Called from several threads; must not wait.
public interface RunListener {

  /// @param units how many there will be; -1 when that is not known
  default void stepStarted(String step, long units) {}

  /// What has happened so far in the step.
  default void progress(Progress progress) {}

  default void stepEnded(String step, Funnel funnel, boolean reused) {}

  /// Something worth telling: a chosen layout, a teacher stopped.
  default void note(String message) {}

  /// @param done units that have ended
  /// @param kept of those
  /// @param failed of those
  /// @param callsMade in this sitting, by teacher
  record Progress(String step, long done, long kept, long failed, Map<String, Long> callsMade) {}

  /// Hears nothing.
  RunListener SILENT = new RunListener() {
  };
}
