package dev.retort.run;

import dev.retort.run.traffic.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A clock on which every wait is over at once, and that much later it is then.
record JumpingTime(AtomicLong now, Consumer<Duration> holds) implements Time {
  JumpingTime(Consumer<Duration> holds) {
    this(new AtomicLong(), holds);
  }

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void parkUntil(long nanos) {
    now.accumulateAndGet(nanos, Math::max);
  }

  @Override
  public void hold(Duration time) {
    holds.accept(time);
    now.addAndGet(time.toNanos());
  }
}
