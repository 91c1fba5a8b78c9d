package dev.retort.run;

import java.util.concurrent.atomic.LongAdder;

/// A teacher's calls in this sitting, counted while they go on.
final class CallsTally {
  private final LongAdder made = new LongAdder();
  private final LongAdder replayed = new LongAdder();
  private final LongAdder failed = new LongAdder();

  void countMade() {
    made.increment();
  }

  void countReplayed() {
    replayed.increment();
  }

  void countFailed() {
    failed.increment();
  }

  Calls.Counts counts() {
    return new Calls.Counts(made.sum(), replayed.sum(), failed.sum());
  }
}
