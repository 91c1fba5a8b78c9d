package dev.retort.teacher.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Time that passes when it is waited for. Gathering goes on until the test says that a turn of it is over.
final class ScriptedPace implements Pace {
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  final List<Duration> held = new CopyOnWriteArrayList<>();
  final Semaphore turns = new Semaphore(0);

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public void hold(Duration time) {
    held.add(time);
    now.updateAndGet(at -> at.plus(time));
  }

  @Override
  public void gather(Duration time) throws InterruptedException {
    turns.acquire();
    now.updateAndGet(at -> at.plus(time));
  }
}
