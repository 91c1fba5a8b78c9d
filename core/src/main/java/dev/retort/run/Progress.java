package dev.retort.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Counts a step's units and tells the listener, ten times a second at most.
final class Progress {
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RunListener listener;
  private final Calls calls;
  private final Drops drops = new Drops();
  private final AtomicLong told = new AtomicLong(System.nanoTime());
  private final AtomicBoolean interrupted;

  /// @param interrupted set when the run is asked to stop
  Progress(RunListener listener, Calls calls, AtomicBoolean interrupted) {
    this.listener = listener;
    this.calls = calls;
    this.interrupted = interrupted;
  }

  Drops drops() {
    return drops;
  }

  void tick(String step) {
    tick(step, drops.done());
  }

  void tick(String step, long done) {
    long last = told.get();
    long now = System.nanoTime();
    if (now - last >= BETWEEN_NANOS && told.compareAndSet(last, now)) {
      tell(step, done);
    }
  }

  void tell(String step, long done) {
    Map<String, Long> made = new LinkedHashMap<>();
    calls.counts().forEach((teacher, counts) -> {
      if (counts.made() > 0) {
        made.put(teacher, counts.made());
      }
    });
    listener.progress(new RunListener.Progress(step, done, drops.keptSoFar(), drops.failedSoFar(), made));
  }

  void note(String message) {
    listener.note(message);
  }

  void interrupted() {
    interrupted.set(true);
  }
}
