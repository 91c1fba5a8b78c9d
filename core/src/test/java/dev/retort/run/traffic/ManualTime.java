package dev.retort.run.traffic;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A clock that a test moves by hand; who waits by it is woken when it moves.
final class ManualTime implements Time {
  private final Set<Thread> parked = ConcurrentHashMap.newKeySet();
  private volatile long now = 1_000;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void parkUntil(long nanos) {
    parked.add(Thread.currentThread());
    if (now < nanos) {
      LockSupport.park(this);
    }
    parked.remove(Thread.currentThread());
  }

  @Override
  public void hold(Duration time) {
    parkUntil(now + time.toNanos());
  }

  void advance(Duration by) {
    now = now + by.toNanos();
    parked.forEach(LockSupport::unpark);
  }
}
