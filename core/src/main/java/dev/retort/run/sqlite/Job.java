package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Attempt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something to write, and the thread that waits for it.
final class Job {
  private final Work work;
  private final Thread waiter = Thread.currentThread();
  private volatile @Nullable Ended ended;

  sealed interface Work {
    record Call(Attempt attempt, byte[] exchange) implements Work {}

    record Fact(String about, String name, String value) implements Work {}

    record End() implements Work {}
  }

  /// How it ended.
  sealed interface Ended {
    /// @param sooner what another process had kept before
    record Kept(@Nullable Packed sooner) implements Ended {}

    record Broken(Throwable cause) implements Ended {}
  }

  Job(Work work) {
    this.work = work;
  }

  Work work() {
    return work;
  }

  void end(Ended how) {
    ended = how;
    LockSupport.unpark(waiter);
  }

  /// Waits, interrupted or not: what was paid for is not lost. Ends because the writer ends every job it was given.
  Ended await() {
    boolean interrupted = false;
    Ended how = ended;
    while (how == null) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
      how = ended;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return how;
  }
}
