package dev.retort.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// So many calls in virtual threads, and what they took.
final class Load {
  private final int calls;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong early = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// One call.
  interface Asking {
    void ask(int number) throws Exception;
  }

  Load(int calls) {
    this.calls = calls;
  }

  /// Runs them in loops, as many as there are threads. One call that fails fails the lot.
  void loops(int threads, Asking asking) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      started.add(Thread.ofVirtual().start(() -> {
        for (int number = next.getAndIncrement(); number < calls && failure.get() == null; number = next
            .getAndIncrement()) {
          one(asking, number);
        }
      }));
    }
    for (Thread thread : started) {
      thread.join();
    }
    print(start);
  }

  /// Runs each in a virtual thread of its own, so many at once, and begun by one: as a run does its units.
  void units(int atOnce, Asking asking) throws InterruptedException {
    long start = System.nanoTime();
    Semaphore places = new Semaphore(atOnce);
    Thread.ofVirtual().start(() -> feed(places, asking)).join();
    places.acquire(atOnce);
    print(start);
  }

  private void feed(Semaphore places, Asking asking) {
    for (int i = 0; i < calls && failure.get() == null; i++) {
      int number = i;
      places.acquireUninterruptibly();
      Thread.ofVirtual().start(() -> {
        one(asking, number);
        places.release();
      });
    }
  }

  /// The figures for [Children].
  private void print(long start) {
    Throwable broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("a call failed", broken);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double middle = (late.get() - early.get()) / 1e9;
    System.out.printf("calls=%d%nseconds=%.3f%nrate=%.1f%n", calls, seconds, (last() - first()) / middle);
  }

  /// Printed at the very end of the process.
  static void printCosts() {
    Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    System.out.printf("cpu=%.3f%nrss=%d%n", cpu.toNanos() / 1e9, Children.peakKib());
  }

  private int first() {
    return calls / 10;
  }

  private int last() {
    return calls / 10 * 9;
  }

  private void one(Asking asking, int number) {
    try {
      asking.ask(number);
      int count = done.incrementAndGet();
      if (count == first()) {
        early.set(System.nanoTime());
      } else if (count == last()) {
        late.set(System.nanoTime());
      }
    } catch (Exception | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /// The question of a call: about 300 characters, no two alike.
  static String question(int number) {
    return "Question " + number
        + ". Explain in a few sentences, as you would to a curious child of ten, why the sky is blue at noon and red in the evening, and what would change if the air were "
        + (number % 97 + 2)
        + " times as thick. Then give one example from daily life in which the same thing can be seen, and say how one could check it at home.";
  }
}
