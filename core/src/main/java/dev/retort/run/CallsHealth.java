package dev.retort.run;

import dev.retort.run.traffic.Admission;
import dev.retort.run.traffic.Breaker;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import org.jspecify.annotations.Nullable;

/// Whether a teacher still takes calls: stopped when its key is refused, when another model answers for it, or when it
/// cannot be reached again and again.
final class CallsHealth {
  private final String teacher;
  private final RetryPace pace;
  private final Admission admission;
  final Breaker breaker = new Breaker(Breaker.Rules.DEFAULT);
  private volatile boolean everReached;
  private volatile int lostInARow;
  private volatile @Nullable Stop stopped;

  /// Why it takes no more calls.
  private record Stop(Failure failure, String message) {}

  CallsHealth(String teacher, RetryPace pace, Admission admission) {
    this.teacher = teacher;
    this.pace = pace;
    this.admission = admission;
  }

  /// @throws Pending.Stopped when the teacher takes no more calls
  void check() {
    Pending.Stopped halted = halted();
    if (halted != null) {
      throw halted;
    }
  }

  /// What a call that finds the teacher stopped ends with; null while it takes calls.
  Pending.@Nullable Stopped halted() {
    Stop stop = stopped;
    return stop == null ? null : new Pending.Stopped(teacher, stop.failure(), stop.message());
  }

  @Nullable
  String stopped() {
    Stop stop = stopped;
    return stop == null ? null : stop.message();
  }

  /// The teacher answered, be it with an error.
  void reached() {
    if (!everReached || lostInARow > 0) {
      reachedAgain();
    }
  }

  private synchronized void reachedAgain() {
    everReached = true;
    lostInARow = 0;
  }

  /// A call could not connect in all its attempts. Gives whether the teacher is to be stopped.
  synchronized boolean lost() {
    lostInARow++;
    return lostInARow >= (everReached ? pace.lost() : pace.neverReached());
  }

  /// Stops the teacher and turns away who waits for it. Gives whether this was what stopped it.
  synchronized boolean stop(CallFailed failure) {
    if (stopped != null) {
      return false;
    }
    String itself = "teacher '%s': ".formatted(teacher);
    String message = String.valueOf(failure.getMessage());
    stopped = new Stop(failure.failure(),
        "teacher '%s' is stopped: %s Its units stay pending; the same command goes on with them."
            .formatted(teacher, message.startsWith(itself) ? message.substring(itself.length()) : message));
    admission.stop(breaker);
    return true;
  }
}
