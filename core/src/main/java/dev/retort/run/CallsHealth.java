package dev.retort.run;

import dev.retort.teacher.CallFailed;
import org.jspecify.annotations.Nullable;

/// Whether a teacher still takes calls: stopped when its key is refused, or when it cannot be reached again and again.
final class CallsHealth {
  private final String teacher;
  private final RetryPace pace;
  private boolean everReached;
  private int lostInARow;
  private @Nullable String stopped;

  CallsHealth(String teacher, RetryPace pace) {
    this.teacher = teacher;
    this.pace = pace;
  }

  /// @throws Pending.Stopped when the teacher takes no more calls
  synchronized void check() {
    if (stopped != null) {
      throw new Pending.Stopped(teacher, stopped);
    }
  }

  synchronized @Nullable String stopped() {
    return stopped;
  }

  /// The teacher answered, be it with an error.
  synchronized void reached() {
    everReached = true;
    lostInARow = 0;
  }

  /// A call could not connect in all its attempts. Gives whether that stopped the teacher.
  synchronized boolean lost(CallFailed failure) {
    lostInARow++;
    return lostInARow >= (everReached ? pace.lost() : pace.neverReached()) && stop(failure);
  }

  /// Gives whether this was what stopped the teacher.
  synchronized boolean stop(CallFailed failure) {
    if (stopped != null) {
      return false;
    }
    String itself = "teacher '%s': ".formatted(teacher);
    String message = String.valueOf(failure.getMessage());
    stopped = "teacher '%s' is stopped: %s Its units stay pending; the same command goes on with them."
        .formatted(teacher, message.startsWith(itself) ? message.substring(itself.length()) : message);
    return true;
  }
}
