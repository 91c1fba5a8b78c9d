package dev.retort.run;

import dev.retort.run.CallsFlow.Order;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Timing;
import dev.retort.run.traffic.Call;
import dev.retort.run.traffic.Cost;
import dev.retort.run.traffic.Pass;
import dev.retort.run.watch.TeacherWatch;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Pause;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tries a call until it is answered, cannot be, or has had its tries. Each try is kept before the next thing happens.
///
/// A call holds a place at its endpoint from the moment it may go out until its answer is on disk, and none while it
/// waits for its next try.
final class CallsAttempts {
  private final Ledger ledger;
  private final RetryPace pace;
  private final Consumer<Calls.Event> hook;
  private final Spending spending;
  private final CallsScrapes scrapes;
  private volatile boolean leaving;

  CallsAttempts(Ledger ledger, Calls.Hooks hooks, Spending spending, CallsScrapes scrapes) {
    this.ledger = ledger;
    this.pace = hooks.pace();
    this.hook = hooks.events();
    this.spending = spending;
    this.scrapes = scrapes;
  }

  /// Nothing goes out from now on. Without this, places that interrupted calls leave would be taken by waiting ones.
  void leave() {
    leaving = true;
  }

  /// @param before tries of earlier sittings
  /// @param most tries now
  Reply run(Order order, int before, int most) {
    Cost cost = order.lane().cost(order.request());
    String never = order.line().never(cost);
    if (never != null) {
      throw new CallFailed(Failure.BAD_REQUEST, "teacher '%s': a call can never go out: %s. Lower max_tokens, shorten"
          .formatted(order.lane().name(), never) + " the prompt, or raise the limit.");
    }
    int[] number = {before};
    return patiently(order.lane(), order.key(), most, () -> attempt(order, cost, ++number[0]));
  }

  /// Tries something at a teacher until it works, with pauses that grow.
  /// @throws CallFailed the last failure, when trying again does not help or was done often enough
  <T> T patiently(CallsLane lane, Key key, int most, Supplier<T> once) {
    CallsTries tries = new CallsTries(most);
    while (true) {
      lane.health.check();
      try {
        T result = once.get();
        lane.health.reached();
        return result;
      } catch (CallFailed e) {
        if (e.failure() != Failure.CONNECTION) {
          lane.health.reached();
        }
        if (!tries.again(e.failure()) || lane.health.stopped() != null) {
          throw last(lane, e);
        }
        boolean grows = e.failure().policy().pause() == Pause.GROWING;
        hold(pace.after(grows ? tries.count() : 1, key, e.retryAfter()));
      }
    }
  }

  /// What a call that will not be tried again ends with.
  private RuntimeException last(CallsLane lane, CallFailed e) {
    boolean stops = e.failure().policy().is(Trait.STOPS);
    if (stops || e.failure() == Failure.CONNECTION && lane.health.lost()) {
      stop(lane, e);
    }
    Pending.Stopped halted = lane.health.halted();
    boolean pending = stops || e.failure().retryable();
    return halted != null && pending ? halted : e;
  }

  private void stop(CallsLane lane, CallFailed e) {
    if (lane.health.stop(e)) {
      hook.accept(new Calls.Event.Stopped(lane.name(), String.valueOf(lane.health.stopped())));
    }
  }

  private Reply attempt(Order order, Cost cost, int number) {
    order.lane().open();
    Endpoint.Try tried = tried(order, number);
    Sent sent;
    Ending decides;
    TeacherWatch.Flight flight = order.lane().watch.begin();
    // A call has landed before its place is free for another.
    try (Pass pass = enter(order, cost, flight); flight; Spending.Ticket ticket = spending.ticket(order)) {
      if (leaving) {
        throw new Pending.Interrupted();
      }
      flight.sent();
      sent = send(order, new Under(cost, pass, ticket), tried);
      decides = ledger
          .record(new Attempt(order.key(), order.asked(), number, order.canonical(), sent.ending(), sent.timing()))
          .ending();
    }
    kept(order, tried, sent);
    // Another process may have paid for the same call sooner: what it was told is what the next sitting will be told.
    return decides != sent.ending() && decides instanceof Ending.Answered sooner && !sooner.equals(sent.ending())
        ? order.lane().open().endpoint().read(order.request(), sooner.body())
        : sent.result();
  }

  private void kept(Order order, Endpoint.Try tried, Sent sent) {
    CallsLane lane = order.lane();
    lane.open().endpoint().kept(tried);
    lane.watch.kept(tried.number());
    if (order.counts()) {
      switch (sent.ending()) {
        case Ending.Answered answered -> {
          lane.watch.answered(answered.usage(), answered.finishReason());
          if (lane.firstAnswer() && lane.open().endpoint().offersMetrics(answered.body())) {
            scrapes.add(lane.open().endpoint(), lane.watch.server());
          }
        }
        case Ending.Failed failed -> {
          lane.watch.failed(failed.failure());
          lane.tally.countFailed();
        }
      }
      hook.accept(new Calls.Event.Changed(lane.name()));
    }
  }

  private static Pass enter(Order order, Cost cost, TeacherWatch.Flight flight) {
    try {
      return enter(order, cost);
    } catch (RuntimeException e) {
      flight.close();
      throw e;
    }
  }

  private static Pass enter(Order order, Cost cost) {
    CallsLane lane = order.lane();
    Duration batch = lane.teacher().backend().batched();
    Call call = new Call(order.asked().row(), lane.estimate.learnt(cost),
        batch == null ? lane.teacher().deadline() : batch);
    try {
      Pass pass = order.line().enter(call);
      if (pass == null) {
        lane.health.check();
        throw new IllegalStateException("turned away from a teacher that is not stopped: " + lane.name());
      }
      return pass;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }

  private static Endpoint.Try tried(Order order, int number) {
    return new Endpoint.Try(order.key().hex(), number);
  }

  /// What came of a try, and what the ledger keeps of it.
  private sealed interface Sent {
    Ending ending();

    Timing timing();

    Reply result();

    record Answered(Reply reply, Ending ending, Timing timing) implements Sent {
      @Override
      public Reply result() {
        return reply;
      }
    }

    record Failed(CallFailed failure, Ending ending, Timing timing) implements Sent {
      @Override
      public Reply result() {
        throw failure;
      }
    }
  }

  /// What a call goes out under: room at its endpoint, and money set aside.
  private record Under(Cost cost, Pass pass, Spending.Ticket ticket) {}

  private Sent send(Order order, Under under, Endpoint.Try tried) {
    CallsLane lane = order.lane();
    Instant started = Instant.now();
    long clock = System.nanoTime();
    Response response = null;
    if (order.counts()) {
      lane.tally.countMade();
    }
    try {
      Endpoint endpoint = lane.open().endpoint();
      response = endpoint.send(order.request(), tried, lane.teacher().deadline());
      Reply reply = endpoint.read(order.request(), response.body());
      under.ticket().answered(reply.usage());
      under.pass().answered(lane.estimate.used(under.cost(), reply.usage()));
      return new Sent.Answered(reply, ending(response, reply),
          new Timing(started, response.firstByte(), response.total()));
    } catch (CallFailed e) {
      if (e.failure().policy().is(Trait.STOPS)) {
        stop(lane, e); // before its place is free, so that no other call goes the same way
      }
      // One request of a batch that went wrong says nothing of the server.
      if (lane.teacher().backend().batched() == null && under.pass().failed(e)) {
        stop(lane, e);
      }
      String body = response == null ? e.body() : response.body();
      Ending ending = new Ending.Failed(e.failure(), String.valueOf(e.getMessage()), body,
          under.ticket().failed(e, body));
      return new Sent.Failed(e, ending, timing(response, started, Duration.ofNanos(System.nanoTime() - clock)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }

  private static Timing timing(@Nullable Response response, Instant started, Duration took) {
    return response == null
        ? new Timing(started, null, took)
        : new Timing(started, response.firstByte(), response.total());
  }

  private static Ending ending(Response response, Reply reply) {
    StringJoiner reasons = new StringJoiner(",");
    for (Reply.Choice choice : reply.choices()) {
      reasons.add(choice.finishReason());
    }
    return new Ending.Answered(response.body(), reply.usage(), reasons.toString(), reply.servedModel(),
        reply.simulated());
  }

  private void hold(Duration time) {
    try {
      pace.time().hold(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }
}
