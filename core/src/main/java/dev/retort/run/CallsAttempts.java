package dev.retort.run;

import dev.retort.run.CallsFlow.Order;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Timing;
import dev.retort.run.watch.TeacherWatch;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tries a call until it is answered, cannot be, or has had its tries. Each try is kept before the next thing happens.
final class CallsAttempts {
  private final Ledger ledger;
  private final RetryPace pace;
  private final Consumer<Calls.Event> hook;
  private final CallsScrapes scrapes;

  CallsAttempts(Ledger ledger, RetryPace pace, Consumer<Calls.Event> hook, CallsScrapes scrapes) {
    this.ledger = ledger;
    this.pace = pace;
    this.hook = hook;
    this.scrapes = scrapes;
  }

  /// @param before tries of earlier sittings
  /// @param most tries now
  Reply run(Order order, int before, int most) {
    int[] number = {before};
    return patiently(order.lane(), order.key(), most, () -> attempt(order, ++number[0]));
  }

  /// Tries something at a teacher until it works, with pauses that grow.
  /// @throws CallFailed the last failure, when trying again does not help or was done `most` times
  <T> T patiently(CallsLane lane, Key key, int most, Supplier<T> once) {
    for (int tried = 1;; tried++) {
      lane.health.check();
      try {
        T result = once.get();
        lane.health.reached();
        return result;
      } catch (CallFailed e) {
        if (e.failure() != Failure.CONNECTION) {
          lane.health.reached();
        }
        if (e.failure() == Failure.AUTH || !e.failure().retryable() || tried >= most) {
          throw last(lane, e);
        }
        hold(pace.after(tried, key, e.retryAfter()));
      }
    }
  }

  /// What a call that will not be tried again ends with.
  private RuntimeException last(CallsLane lane, CallFailed e) {
    boolean stops = switch (e.failure()) {
      case AUTH -> lane.health.stop(e);
      case CONNECTION -> lane.health.lost(e);
      case RATE_LIMIT, OVERLOAD, TIMEOUT, SERVER_ERROR, MALFORMED_REPLY, BAD_REQUEST, CONTEXT_OVERFLOW, TRUNCATED,
          CONTENT_FILTER, REFUSAL, WRONG_MODEL, NOT_RECORDED, SCHEMA, BUDGET, BAD_ROW ->
        false;
    };
    String stopped = lane.health.stopped();
    if (stopped == null) {
      return e;
    }
    if (stops) {
      hook.accept(new Calls.Event.Stopped(lane.name(), stopped));
    }
    boolean pending = e.failure() == Failure.AUTH || e.failure() == Failure.CONNECTION;
    return pending ? new Pending.Stopped(lane.name(), stopped) : e;
  }

  private Reply attempt(Order order, int number) {
    Endpoint endpoint = order.lane().open().endpoint();
    Instant started = Instant.now();
    long clock = System.nanoTime();
    Response response = null;
    try {
      response = send(endpoint, order, number);
      Reply reply = endpoint.read(order.request(), response.body());
      keep(order, number, answered(response, reply), new Timing(started, response.firstByte(), response.total()));
      if (order.counts() && order.lane().firstAnswer() && endpoint.offersMetrics(response.body())) {
        scrapes.add(endpoint, order.lane().watch.server());
      }
      return reply;
    } catch (CallFailed e) {
      String body = response == null ? e.body() : response.body();
      Duration total = response == null ? Duration.ofNanos(System.nanoTime() - clock) : response.total();
      Duration firstByte = response == null ? null : response.firstByte();
      keep(order, number, new Ending.Failed(e.failure(), String.valueOf(e.getMessage()), body),
          new Timing(started, firstByte, total));
      throw e;
    }
  }

  private Response send(Endpoint endpoint, Order order, int number) {
    try (TeacherWatch.Flight flight = order.lane().watch.begin();
        Gate.Pass _ = order.lane().gate.enter(order.request())) {
      flight.sent();
      if (order.counts()) {
        order.lane().tally.countMade();
      }
      return endpoint.send(order.request(), new Endpoint.Try(order.key().hex(), number),
          order.lane().teacher().deadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }

  private void keep(Order order, int number, Ending ending, Timing timing) {
    ledger.record(new Attempt(order.key(), order.asked(), number, order.canonical(), ending, timing));
    order.lane().watch.kept(number);
    if (order.counts()) {
      switch (ending) {
        case Ending.Answered answered -> order.lane().watch.answered(answered.usage(), answered.finishReason());
        case Ending.Failed failed -> {
          order.lane().watch.failed(failed.failure());
          order.lane().tally.countFailed();
        }
      }
      hook.accept(new Calls.Event.Changed(order.lane().name()));
    }
  }

  private static Ending answered(Response response, Reply reply) {
    String reasons = reply.choices().stream().map(Reply.Choice::finishReason).collect(Collectors.joining(","));
    return new Ending.Answered(response.body(), reply.usage(), reasons, reply.servedModel(), reply.simulated());
  }

  private void hold(Duration time) {
    try {
      pace.pause().hold(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    }
  }
}
