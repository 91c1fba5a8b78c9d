package dev.retort.run.traffic;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A clock that never goes back, and the waits that go by it.
public interface Time {

  /// Nanoseconds since some moment.
  long nanos();

  /// Waits until then, or until the thread is unparked or interrupted; may end early.
  void parkUntil(long nanos);

  /// Waits that long.
  void hold(Duration time) throws InterruptedException;

  Time SYSTEM = new Time() {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void parkUntil(long nanos) {
      LockSupport.parkNanos(this, Math.max(1, nanos - System.nanoTime()));
    }

    @Override
    public void hold(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  };
}
