package dev.retort.run.traffic;

import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of one endpoint: who is under way, who waits, and who may go next.
///
/// A call goes out when there is room under way, the endpoint did not ask for a pause, its teacher's breaker lets it
/// pass and every limit per minute has room. Not thread-safe: [Admission] has the lock. Times are nanoseconds since the
/// start.
final class Desk {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final Rates rates;
  private final Concurrency concurrency;
  /// In no order: each knows its place.
  private final List<Pass> underWay = new ArrayList<>();
  private final ArrayDeque<Line> turns = new ArrayDeque<>();
  private long pausedUntil;
  private long nextTurn = Long.MAX_VALUE;

  Desk(Limits limits) {
    this.rates = new Rates(limits);
    this.concurrency = new Concurrency(limits.inFlight(), limits.endpoint().adaptive());
  }

  Rates rates() {
    return rates;
  }

  /// Lets a call go at once where nobody waits and there is room; else null.
  @Nullable
  Pass admitNow(long now, Line line, Call call) {
    boolean room = turns.isEmpty() && underWay.size() < concurrency.allowed() && now >= pausedUntil
        && line.breaker.earliest(now) <= now && (rates.none() || rates.earliest(now, call.cost()) <= now);
    return room ? admit(now, line, call) : null;
  }

  private Pass admit(long now, Line line, Call call) {
    boolean probe = line.breaker.pass();
    long slot = rates.none() ? 0 : rates.take(now, call.cost());
    Pass pass = new Pass(line, call, slot, concurrency.epoch(), probe, now + call.deadline().toNanos());
    pass.place = underWay.size();
    underWay.add(pass);
    return pass;
  }

  void queue(Line line, Waiter waiter) {
    if (line.first() == null) {
      turns.addLast(line);
    }
    line.add(waiter);
  }

  /// Takes one that gave up out of its line.
  void leave(Waiter waiter) {
    waiter.left = true;
    turns.removeIf(line -> line.first() == null);
  }

  /// Lets go whoever can go now, in turn, and notes when the next one can go because time has passed.
  /// @return those who were let go, linked, to be woken
  @Nullable
  Waiter turn(long now) {
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

  /// When somebody can go because time has passed; `Long.MAX_VALUE` when nobody waits for that.
  long nextTurn() {
    return nextTurn;
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

  void answered(long now, Pass pass, Cost used) {
    rates.settle(now, pass.slot, pass.call.cost(), used);
    concurrency.answered(underWay.size());
    pass.line.breaker.works();
  }

  /// @return whether the teacher is to be given up
  boolean failed(long now, Pass pass, Failure failure, @Nullable Duration retryAfter) {
    FailurePolicy policy = failure.policy();
    if (!policy.is(Trait.PRICED)) {
      rates.settle(now, pass.slot, pass.call.cost(), Cost.NONE);
    }
    if (policy.is(Trait.CONGESTION)) {
      concurrency.congested(pass.epoch, underWay.size());
      pause(now, retryAfter);
    }
    if (policy.is(Trait.SICK)) {
      return pass.line.breaker.failed(now, pass.probe, failure != Failure.CONNECTION);
    }
    pass.line.breaker.works();
    return false;
  }

  /// A server that asks for a pause means all who call it.
  private void pause(long now, @Nullable Duration asked) {
    if (asked != null && asked.isPositive()) {
      Duration pause = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
      pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
    }
  }

  /// @param told whether it was said how the call ended
  void left(long now, Pass pass, boolean told) {
    if (!told) {
      pass.line.breaker.abandoned(now, pass.probe);
    }
    Pass last = underWay.removeLast();
    if (last != pass) {
      underWay.set(pass.place, last);
      last.place = pass.place;
    }
  }

  /// @return those who wait for the teacher, linked, to be turned away
  @Nullable
  Waiter stop(Breaker breaker) {
    Waiter woken = null;
    breaker.stop();
    for (Line line : turns) {
      for (Waiter waiter = line.first(); line.breaker == breaker && waiter != null; waiter = line.first()) {
        line.removeFirst();
        waiter.next = woken;
        woken = waiter;
      }
    }
    turns.removeIf(line -> line.first() == null);
    return woken;
  }

  List<String> overdue(long now, Duration grace) {
    List<String> overdue = new ArrayList<>();
    for (Pass pass : underWay) {
      long late = now - pass.due;
      if (late > grace.toNanos() && !pass.toldOverdue) {
        pass.toldOverdue = true;
        overdue.add("teacher '%s': the call for row %s is under way %d s after its deadline of %d s".formatted(
            pass.line.teacher(), pass.call.row(), Duration.ofNanos(late).toSeconds(),
            pass.call.deadline().toSeconds()));
      }
    }
    return overdue;
  }

  int waiting() {
    return turns.stream().mapToInt(Line::waiting).sum();
  }

  int underWay() {
    return underWay.size();
  }
}
