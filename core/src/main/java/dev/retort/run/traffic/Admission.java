package dev.retort.run.traffic;

import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Says when calls may go out to one real endpoint, for all teachers that point to it.
///
/// A call goes out when there is room under way, the endpoint did not ask for a pause, its teacher's breaker lets it
/// pass and every limit per minute has room. Waiting lines take turns. A thread waits parked, without a timer of its
/// own: it is woken when its turn has come, its teacher is stopped, or it is interrupted. Turns come as calls end, which
/// they do by their deadlines, and as time passes, which one thread an endpoint sees to while anybody waits for that.
public final class Admission {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final Time time;
  private final long origin;
  private final ReentrantLock lock = new ReentrantLock();
  private final Rates rates;
  private final Concurrency concurrency;
  private final Set<Pass> underWay = new LinkedHashSet<>();
  private final ArrayDeque<Line> turns = new ArrayDeque<>();
  private long pausedUntil;
  private @Nullable Thread waker;
  private long wakesAt = Long.MAX_VALUE;
  private long nextTurn = Long.MAX_VALUE;

  /// @param limits what all teachers of the endpoint allow together
  public Admission(Limits limits, Time time) {
    this.time = time;
    this.origin = time.nanos();
    this.rates = new Rates(limits);
    this.concurrency = new Concurrency(limits.inFlight(), limits.endpoint().adaptive());
  }

  /// A line for one lane's calls to a teacher; lines of one teacher share its breaker.
  public Line line(String teacher, Breaker breaker) {
    return new Line(this, teacher, breaker);
  }

  /// Whether a call's tokens matter here.
  public boolean countsTokens() {
    return rates.countTokens();
  }

  @Nullable
  String never(Cost cost) {
    return rates.none() ? null : rates.never(cost);
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
      if (turns.isEmpty() && open(now) && line.breaker.earliest(now) <= now
          && (rates.none() || rates.earliest(now, call.cost()) <= now)) {
        return admit(now, line, call);
      }
      waiter = new Waiter(Thread.currentThread(), call);
      if (line.first() == null) {
        turns.addLast(line);
      }
      line.add(waiter);
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
    Waiter woken;
    lock.lock();
    try {
      waiter.left = true;
      turns.removeIf(line -> line.first() == null);
      woken = turns(now());
    } finally {
      lock.unlock();
    }
    wake(woken);
    if (waiter.pass != null) {
      waiter.pass.close();
    }
  }

  private long now() {
    return time.nanos() - origin;
  }

  private boolean open(long now) {
    return underWay.size() < concurrency.allowed() && now >= pausedUntil;
  }

  private Pass admit(long now, Line line, Call call) {
    boolean probe = line.breaker.pass();
    long slot = rates.none() ? 0 : rates.take(now, call.cost());
    Pass pass = new Pass(line, call, slot, concurrency.epoch(), probe, now + call.deadline().toNanos());
    underWay.add(pass);
    return pass;
  }

  /// Lets go whoever can go now, in turn, and notes when the next one can go because time has passed.
  private @Nullable Waiter turn(long now) {
    Waiter woken = null;
    nextTurn = Long.MAX_VALUE;
    while (!turns.isEmpty() && underWay.size() < concurrency.allowed()) {
      long ready = now < pausedUntil ? pausedUntil : ready(now);
      if (ready > now) {
        nextTurn = ready;
        break;
      }
      Line line = turns.removeFirst();
      Waiter waiter = line.first();
      if (waiter != null) {
        line.removeFirst();
        waiter.pass = admit(now, line, waiter.call);
        waiter.next = woken;
        woken = waiter;
      }
      if (line.first() != null) {
        turns.addLast(line);
      }
    }
    return woken;
  }

  /// Brings the next line whose breaker lets it pass to the front, and gives when its first call can go. A call that is
  /// waiting for room in a limit is not overtaken, else a large one might wait for ever.
  private long ready(long now) {
    long earliest = Long.MAX_VALUE;
    for (int i = turns.size(); i > 0; i--) {
      Line line = turns.getFirst();
      Waiter first = line.first();
      long passes = first == null ? now : line.breaker.earliest(now);
      if (passes <= now) {
        return first == null || rates.none() ? now : rates.earliest(now, first.call.cost());
      }
      earliest = Math.min(earliest, passes);
      turns.addLast(turns.removeFirst());
    }
    return earliest;
  }

  /// Gives turns, and has somebody give further ones in time. Under the lock.
  private @Nullable Waiter turns(long now) {
    Waiter woken = turn(now);
    if (nextTurn != Long.MAX_VALUE) {
      if (waker == null) {
        waker = Thread.ofVirtual().name("admission").start(this::seeToTurns);
      } else if (nextTurn < wakesAt) {
        LockSupport.unpark(waker);
      }
    }
    return woken;
  }

  /// Gives turns as time passes, until nobody waits for time to pass.
  private void seeToTurns() {
    boolean more = true;
    while (more) {
      Waiter woken;
      lock.lock();
      try {
        woken = turn(now());
        wakesAt = nextTurn;
        more = wakesAt != Long.MAX_VALUE;
        waker = more ? waker : null;
      } finally {
        lock.unlock();
      }
      wake(woken);
      if (more) {
        time.parkUntil(origin + wakesAt);
      }
    }
  }

  void answered(Pass pass, Cost used) {
    end(pass, now -> {
      rates.settle(now, pass.slot, pass.call.cost(), used);
      concurrency.answered(underWay.size());
      pass.line.breaker.works();
    });
  }

  /// @return whether the teacher is to be given up
  boolean failed(Pass pass, Failure failure, @Nullable Duration retryAfter) {
    FailurePolicy policy = failure.policy();
    boolean[] givenUp = {false};
    end(pass, now -> {
      if (!policy.is(Trait.PRICED)) {
        rates.settle(now, pass.slot, pass.call.cost(), Cost.NONE);
      }
      if (policy.is(Trait.CONGESTION)) {
        concurrency.congested(pass.epoch, underWay.size());
        pause(now, retryAfter);
      }
      if (policy.is(Trait.SICK)) {
        givenUp[0] = pass.line.breaker.failed(now, pass.probe, failure != Failure.CONNECTION);
      } else {
        pass.line.breaker.works();
      }
    });
    return givenUp[0];
  }

  /// A server that asks for a pause means all who call it.
  private void pause(long now, @Nullable Duration asked) {
    if (asked != null && asked.isPositive()) {
      Duration pause = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
      pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
    }
  }

  void abandoned(Pass pass) {
    end(pass, now -> pass.line.breaker.abandoned(now, pass.probe));
  }

  private void end(Pass pass, LongConsumer learn) {
    Waiter woken;
    lock.lock();
    try {
      long now = now();
      learn.accept(now);
      underWay.remove(pass);
      woken = turns(now);
    } finally {
      lock.unlock();
    }
    wake(woken);
  }

  /// Turns away all who wait for a teacher, now and later.
  public void stop(Breaker breaker) {
    Waiter woken = null;
    lock.lock();
    try {
      breaker.stop();
      for (Line line : turns) {
        for (Waiter waiter = line.first(); line.breaker == breaker && waiter != null; waiter = line.first()) {
          line.removeFirst();
          waiter.next = woken;
          woken = waiter;
        }
      }
      turns.removeIf(line -> line.first() == null);
      Waiter others = turns(now());
      wake(others);
    } finally {
      lock.unlock();
    }
    wake(woken);
  }

  /// Calls that are under way although their deadline passed more than so long ago, each told once.
  public List<String> overdue(Duration grace) {
    List<String> overdue = new ArrayList<>();
    lock.lock();
    try {
      long now = now();
      for (Pass pass : underWay) {
        long late = now - pass.due;
        if (late > grace.toNanos() && !pass.toldOverdue) {
          pass.toldOverdue = true;
          overdue.add("teacher '%s': the call for row %s is under way %d s after its deadline of %d s".formatted(
              pass.line.teacher(), pass.call.row(), late / 1_000_000_000L, pass.call.deadline().toSeconds()));
        }
      }
    } finally {
      lock.unlock();
    }
    return overdue;
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
