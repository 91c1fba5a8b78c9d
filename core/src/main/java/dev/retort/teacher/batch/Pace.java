package dev.retort.teacher.batch;

import java.time.Duration;
import java.time.Instant;

/// Time as batches know it.
public interface Pace {
  Pace REAL = new Pace() {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void hold(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }

    @Override
    public void gather(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  };

  /// What the clock on the wall shows. It may be set forward and back; waits go by [#nanos].
  Instant now();

  /// Nanoseconds since some moment, which never go back.
  long nanos();

  /// Waits before the provider is asked again.
  void hold(Duration time) throws InterruptedException;

  /// Waits for more requests to go with those that are here.
  void gather(Duration time) throws InterruptedException;
}
