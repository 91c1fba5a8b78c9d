package dev.retort.run.sqlite;

import dev.retort.run.sqlite.Job.Work;
import dev.retort.run.traffic.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Jobs on their way to the writer, which takes all there are at once.
///
/// A sync costs as much for one record as for a hundred. So once more than one came together, batches begin at least
/// `PACE_NANOS` apart, and a call may wait for company a fiftieth of the time its answer took. That counts from when it
/// came, however many come after it. A caller that is alone never waits, nor does a fact or the end.
final class JobQueue {
  private static final long PACE_NANOS = 2_000_000;
  private static final int SHARE = 50;
  private static final long MOST_NANOS = 20_000_000;
  private static final long NOBODY_NANOS = Duration.ofHours(1).toNanos();

  private final Time time;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Job> waiting = new ArrayList<>();
  private @Nullable Thread taker;
  /// When what waits is to be taken.
  private long due;
  private long nextBatch;
  private boolean company;
  private boolean closed;

  JobQueue(Time time) {
    this.time = time;
    this.due = time.nanos() + NOBODY_NANOS;
  }

  /// Nothing is queued behind the end.
  /// @return whether it was queued
  boolean add(Job job) {
    Thread wake = null;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = job.work() instanceof Work.End;
      waiting.add(job);
      long wanted = due(job.work());
      if (wanted - due < 0) {
        due = wanted;
        wake = taker;
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(wake);
    return true;
  }

  private long due(Work work) {
    long now = time.nanos();
    return switch (work) {
      case Work.Call call when company -> Math.max(nextBatch, now + patience(call.attempt().timing().total()));
      case Work.Call _,Work.Fact _,Work.End _ -> now;
    };
  }

  private static long patience(Duration answered) {
    return Math.min(MOST_NANOS, answered.toNanos() / SHARE);
  }

  /// All that wait when the first of them is due. Called by the writer only.
  List<Job> take() {
    while (true) {
      long until;
      lock.lock();
      try {
        taker = Thread.currentThread();
        long now = time.nanos();
        if (waiting.isEmpty()) {
          due = now + NOBODY_NANOS;
        } else if (now - due >= 0) {
          return all(now);
        }
        until = due;
      } finally {
        lock.unlock();
      }
      time.parkUntil(until);
    }
  }

  private List<Job> all(long now) {
    List<Job> batch = waiting;
    waiting = new ArrayList<>(batch.size());
    company = batch.size() > 1;
    nextBatch = now + PACE_NANOS;
    due = now + NOBODY_NANOS;
    return batch;
  }
}
