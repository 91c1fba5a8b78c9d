package dev.retort.run.traffic;

import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Says when calls may go out to one real endpoint, for all teachers that point to it.
///
/// A thread waits parked, without a timer of its own: it is woken when its turn has come, its teacher is stopped, or it
/// is interrupted. Turns come as calls end, which they do by their deadlines, and as time passes, which one thread an
/// endpoint sees to while anybody waits for that. The rules are the [Desk]'s; here are the lock and the threads.
public final class Admission {
  private final Time time;
  private final long origin;
  private final ReentrantLock lock = new ReentrantLock();
  private final Desk desk;
  private @Nullable Thread waker;
  private long wakesAt = Long.MAX_VALUE;

  /// @param limits what all teachers of the endpoint allow together
  public Admission(Limits limits, Time time) {
    this.time = time;
    this.origin = time.nanos();
    this.desk = new Desk(limits);
  }

  /// A line for one lane's calls to a teacher; lines of one teacher share its breaker.
  public Line line(String teacher, Breaker breaker) {
    return new Line(this, teacher, breaker);
  }

  /// Whether a call's tokens matter here.
  public boolean countsTokens() {
    return desk.rates().countTokens();
  }

  @Nullable
  String never(Cost cost) {
    return desk.rates().never(cost);
  }

  @Nullable
  Pass enter(Line line, Call call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Waiter waiter;
    Waiter woken;
    lock.lock();
    try {
      if (line.breaker.state() == Breaker.State.STOPPED) {
        return null;
      }
      long now = now();
      Pass pass = desk.admitNow(now, line, call);
      if (pass != null) {
        return pass;
      }
      waiter = new Waiter(Thread.currentThread(), call);
      desk.queue(line, waiter);
      woken = turns(now);
    } finally {
      lock.unlock();
    }
    wake(woken);
    return await(waiter);
  }

  private @Nullable Pass await(Waiter waiter) throws InterruptedException {
    while (!waiter.done) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        leave(waiter);
        throw new InterruptedException();
      }
    }
    return waiter.pass;
  }

  private void leave(Waiter waiter) {
    long now = begin();
    try {
      desk.leave(waiter);
    } finally {
      end(now);
    }
    if (waiter.pass != null) {
      waiter.pass.close();
    }
  }

  void answered(Pass pass, Cost used) {
    long now = begin();
    try {
      desk.answered(now, pass, used);
    } finally {
      end(now);
    }
  }

  /// @return whether the teacher is to be given up
  boolean failed(Pass pass, Failure failure, @Nullable Duration retryAfter) {
    long now = begin();
    try {
      return desk.failed(now, pass, failure, retryAfter);
    } finally {
      end(now);
    }
  }

  void left(Pass pass, boolean told) {
    long now = begin();
    try {
      desk.left(now, pass, told);
    } finally {
      end(now);
    }
  }

  /// Turns away all who wait for a teacher, now and later.
  public void stop(Breaker breaker) {
    long now = begin();
    try {
      wake(desk.stop(breaker));
    } finally {
      end(now);
    }
  }

  /// Calls that are under way although their deadline passed more than so long ago, each told once.
  public List<String> overdue(Duration grace) {
    return look(now -> desk.overdue(now, grace));
  }

  /// Calls that wait for leave.
  int waiting() {
    return look(_ -> desk.waiting());
  }

  int underWay() {
    return look(_ -> desk.underWay());
  }

  private <T> T look(LongFunction<T> what) {
    lock.lock();
    try {
      return what.apply(now());
    } finally {
      lock.unlock();
    }
  }

  /// Takes the lock, to change the state.
  private long begin() {
    lock.lock();
    return now();
  }

  /// Gives the turns that come of the change, and gives the lock back.
  private void end(long now) {
    Waiter woken;
    try {
      woken = turns(now);
    } finally {
      lock.unlock();
    }
    wake(woken);
  }

  private long now() {
    return time.nanos() - origin;
  }

  /// Gives turns, and has somebody give further ones in time. Under the lock.
  private @Nullable Waiter turns(long now) {
    Waiter woken = desk.turn(now);
    if (desk.nextTurn() != Long.MAX_VALUE) {
      if (waker == null) {
        waker = Thread.ofVirtual().name("admission").start(this::seeToTurns);
      } else if (desk.nextTurn() < wakesAt) {
        LockSupport.unpark(waker);
      }
    }
    return woken;
  }

  /// Gives turns as time passes, until nobody waits for time to pass.
  private void seeToTurns() {
    long until = 0;
    while (until != Long.MAX_VALUE) {
      Waiter woken;
      lock.lock();
      try {
        woken = desk.turn(now());
        until = desk.nextTurn();
        wakesAt = until;
        waker = until == Long.MAX_VALUE ? null : waker;
      } finally {
        lock.unlock();
      }
      wake(woken);
      if (until != Long.MAX_VALUE) {
        time.parkUntil(origin + until);
      }
    }
  }

  private static void wake(@Nullable Waiter first) {
    Waiter waiter = first;
    while (waiter != null) {
      Waiter next = waiter.next;
      waiter.done = true;
      LockSupport.unpark(waiter.thread);
      waiter = next;
    }
  }
}
