package dev.retort.run;

import dev.retort.run.spend.Spend;
import dev.retort.teacher.Usd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts a step's units and tells the listener, ten times a second at most.
final class Progress {
  private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RunListener listener;
  private final Calls calls;
  private final Drops drops = new Drops();
  private final AtomicLong told = new AtomicLong(System.nanoTime());
  private final AtomicBoolean interrupted;
  /// Units that had ended, answered from the ledger, when the first call of this sitting was paid.
  private final AtomicLong freeUnits = new AtomicLong();

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
    if (due()) {
      tell(step, drops.done());
    }
  }

  void tick(String step, long done) {
    if (due()) {
      tell(step, done);
    }
  }

  private boolean due() {
    long last = told.get();
    long now = System.nanoTime();
    return now - last >= BETWEEN_NANOS && told.compareAndSet(last, now);
  }

  void tell(String step, long done) {
    Map<String, Long> made = new LinkedHashMap<>();
    calls.counts().forEach((teacher, counts) -> {
      if (counts.made() > 0) {
        made.put(teacher, counts.made());
      }
    });
    listener.progress(
        new RunListener.Progress(step, done, drops.keptSoFar(), drops.failedSoFar(), made, spent(step, done)));
  }

  private RunListener.@Nullable Spent spent(String step, long done) {
    Spend spend = calls.spend();
    if (!spend.tells()) {
      return null;
    }
    Usd here = spend.lines().stream().filter(line -> line.payer().step().equals(step))
        .map(line -> Objects.requireNonNullElse(line.of(line.now()), Usd.ZERO)).reduce(Usd.ZERO, Usd::plus);
    long units = here.pico() == 0 ? 0 : done - Math.max(0, freeUnits.get());
    if (here.pico() == 0) {
      freeUnits.set(done);
    }
    Usd perUnit = units > 0 ? new Usd(here.pico() / units) : null;
    return new RunListener.Spent(spend.priced(), perUnit, spend.ceiling());
  }

  void note(String message) {
    listener.note(message);
  }

  void interrupted() {
    interrupted.set(true);
  }
}
