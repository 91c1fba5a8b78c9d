package dev.retort.run;

import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import java.util.Map;
import java.util.function.Supplier;

/// Hears how a run goes. Called from several threads; must not wait.
public interface RunListener {

  /// The sitting begins.
  /// @param teachers gives what each teacher did so far, whenever it is asked, also when the sitting is over
  default void opened(Supplier<Map<String, Watched>> teachers) {}

  /// @param units how many there will be; -1 when that is not known
  default void stepStarted(String step, long units) {}

  /// What has happened so far in the step.
  default void progress(Progress progress) {}

  default void stepEnded(String step, Funnel funnel, boolean reused) {}

  /// A teacher takes no more calls in this sitting.
  default void teacherStopped(String teacher, String message) {
    note(message);
  }

  /// Something worth telling, such as a chosen layout.
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
