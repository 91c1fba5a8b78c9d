package dev.retort.run.traffic;

import org.jspecify.annotations.Nullable;

/// A thread that waits for leave. All but `done` is the admission's, under the lock.
final class Waiter {
  final Thread thread;
  final Call call;
  /// Gave up.
  boolean left;
  @Nullable
  Pass pass;
  /// The next of those that were let go together.
  @Nullable
  Waiter next;
  /// Let go, or turned away.
  volatile boolean done;

  Waiter(Thread thread, Call call) {
    this.thread = thread;
    this.call = call;
  }
}
