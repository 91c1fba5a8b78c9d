package dev.retort.teacher.http;

import java.time.Duration;

/// Time that only goes forward, in nanoseconds since the program began.
final class Ticks {
  private static final long ORIGIN = System.nanoTime();
  /// Long enough for any call, and far from what a long can hold.
  private static final Duration LONGEST = Duration.ofDays(365);

  private Ticks() {}

  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /// The moment a wait from `start` is over.
  static long after(long start, Duration wait) {
    return start + (wait.compareTo(LONGEST) > 0 ? LONGEST : wait).toNanos();
  }
}
