package dev.retort.teacher.http;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Numbered places, so many at once; the one given back last is taken first.
final class Places {
  private final Semaphore free;
  private final Deque<Integer> numbers = new ConcurrentLinkedDeque<>();

  Places(int count) {
    this.free = new Semaphore(count);
    for (int number = 0; number < count; number++) {
      numbers.addLast(number);
    }
  }

  /// Waits for a place.
  /// @return its number, or -1 where none was free in time
  int take(long nanos) throws InterruptedException {
    return free.tryAcquire(nanos, TimeUnit.NANOSECONDS) ? numbers.removeFirst() : -1;
  }

  void give(int number) {
    numbers.addFirst(number);
    free.release();
  }
}
