package dev.retort.teacher.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Time that passes when it is waited for. Gathering goes on until the test says that a turn of it is over.
///
/// The wall clock, `now`, may be set meanwhile, which the nanoseconds do not feel.
final class ScriptedPace implements Pace {
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  final AtomicLong nanos = new AtomicLong();
  /// By how much the wall clock is set forward during each wait.
  volatile Duration set = Duration.ZERO;
  final List<Duration> held = new CopyOnWriteArrayList<>();
  final Semaphore turns = new Semaphore(0);

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void hold(Duration time) {
    held.add(time);
    pass(time);
  }

  @Override
  public void gather(Duration time) throws InterruptedException {
    turns.acquire();
    pass(time);
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time).plus(set));
    nanos.addAndGet(time.toNanos());
  }
}
