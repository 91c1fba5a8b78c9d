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
    public void hold(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }

    @Override
    public void gather(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  };

  Instant now();

  /// Waits before the provider is asked again.
  void hold(Duration time) throws InterruptedException;

  /// Waits for more requests to go with those that are here.
  void gather(Duration time) throws InterruptedException;
}
