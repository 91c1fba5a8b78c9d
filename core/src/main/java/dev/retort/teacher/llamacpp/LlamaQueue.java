package dev.retort.teacher.llamacpp;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets as many calls at a model as it answers at once, in the order they came.
final class LlamaQueue {

  private final String teacher;
  private final Semaphore turns;
  private final int rounds;

  /// @param parallel calls let in at once
  /// @param inFlight calls that may wait or run
  LlamaQueue(String teacher, int parallel, int inFlight) {
    this.teacher = teacher;
    turns = new Semaphore(parallel, true);
    rounds = 1 + Math.ceilDiv(inFlight, parallel);
  }

  /// Waits for a turn, at most as long as all calls before this one may take.
  void enter(Duration deadline) throws InterruptedException {
    Duration most = deadline.multipliedBy(rounds).plus(LlamaCpp.TO_LOAD);
    if (!turns.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new CallFailed(Failure.TIMEOUT, "teacher %s: its turn did not come within %s".formatted(teacher, most));
    }
  }

  void leave() {
    turns.release();
  }
}
