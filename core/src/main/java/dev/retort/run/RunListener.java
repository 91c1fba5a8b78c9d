package dev.retort.run;

import dev.retort.run.watch.Watched;
import dev.retort.step.OfTable.Funnel;
import dev.retort.teacher.Usd;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  /// @param spent null where no price and no budget is stated
  record Progress(String step, long done, long kept, long failed, Map<String, Long> callsMade, @Nullable Spent spent) {
    public Progress(String step, long done, long kept, long failed, Map<String, Long> callsMade) {
      this(step, done, kept, failed, callsMade, null);
    }
  }

  /// Money while it is spent.
  /// @param run what the run's priced calls cost so far, those of earlier sittings included
  /// @param perUnit what a unit of this step cost since the first call went out; null before
  /// @param budget the run's; null where it has none of money
  record Spent(Usd run, @Nullable Usd perUnit, @Nullable Usd budget) {}

  /// Hears nothing.
  RunListener SILENT = new RunListener() {
  };
}
