package dev.retort.run.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Jobs on their way to the writer, which takes all there are at once.
///
/// A sync costs as much for one record as for a hundred. So once more than one came together, batches begin at least
/// `PACE_NANOS` apart; a caller that is alone never waits for company.
final class JobQueue {
  private static final long PACE_NANOS = 2_000_000;
  private static final int MOST_AT_ONCE = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition come = lock.newCondition();
  private List<Job> waiting = new ArrayList<>();
  private int wanted = 1;
  private boolean closed;
  private int taken = 1;
  private long began = System.nanoTime();

  /// Nothing is queued behind the end.
  /// @return whether it was queued
  boolean add(Job job) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = job.work() instanceof Job.Work.End;
      waiting.add(job);
      if (closed || waiting.size() == wanted) {
        come.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// All that wait now, at least one. Called by the writer only.
  List<Job> take() {
    lock.lock();
    try {
      wanted = 1;
      while (waiting.isEmpty()) {
        come.awaitUninterruptibly();
      }
      gather();
      taken = waiting.size();
      began = System.nanoTime();
      List<Job> batch = waiting;
      waiting = new ArrayList<>(taken);
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void gather() {
    wanted = MOST_AT_ONCE;
    long left = taken == 1 ? 0 : PACE_NANOS - (System.nanoTime() - began);
    try {
      while (left > 0 && waiting.size() < MOST_AT_ONCE && !closed) {
        left = come.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; the batch is then smaller
    }
  }
}
