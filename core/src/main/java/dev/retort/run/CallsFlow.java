package dev.retort.run;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.traffic.Line;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Takes a call to its reply: from the ledger, from an equal call in flight, or from the teacher.
final class CallsFlow {
  private final Ledger ledger;
  private final RunOptions.Retry retry;
  private final CallsAttempts attempts;
  private final Map<Key, CompletableFuture<Settled>> inFlight = new ConcurrentHashMap<>();
  private final Set<Key> failedHere = ConcurrentHashMap.newKeySet();

  /// One call to be answered.
  record Order(CallsLane lane, OfUnit unit, Asked asked, Key key, String canonical, Request request) {
    boolean counts() {
      return asked.kind() != Kind.TOKENIZE;
    }

    Line line() {
      return unit.line();
    }
  }

  /// What a call has from its unit.
  /// @param line where its calls wait for leave
  /// @param handsOn failures after which another teacher does it
  record OfUnit(Line line, List<Failure> handsOn) {
    OfUnit {
      handsOn = List.copyOf(handsOn);
    }
  }

  /// How a call ended, for those who waited for it.
  private sealed interface Settled {
    record Said(Reply reply) implements Settled {}

    record Refused(CallFailed failure) implements Settled {}

    record Halted(Pending.Stopped stopped) implements Settled {}

    /// The thread that asked was interrupted: another may ask.
    record Left() implements Settled {}

    /// A failure of ours.
    record Broken(Throwable cause) implements Settled {}
  }

  CallsFlow(Ledger ledger, RunOptions.Retry retry, CallsAttempts attempts) {
    this.ledger = ledger;
    this.retry = retry;
    this.attempts = attempts;
  }

  Reply ask(Order order) {
    while (true) {
      CompletableFuture<Settled> mine = new CompletableFuture<>();
      CompletableFuture<Settled> others = inFlight.putIfAbsent(order.key(), mine);
      if (others == null) {
        return own(order, mine);
      }
      Settled settled = await(others);
      boolean again = switch (settled) {
        case Settled.Left _ -> true;
        case Settled.Halted(Pending.Stopped stopped) -> !stopped.teacher().equals(order.lane().name());
        case Settled.Said _,Settled.Refused _,Settled.Broken _ -> false;
      };
      if (!again) {
        return shared(order, settled);
      }
    }
  }

  private Reply own(Order order, CompletableFuture<Settled> mine) {
    Settled settled = new Settled.Left();
    try {
      Reply reply = settle(order);
      settled = new Settled.Said(reply);
      return reply;
    } catch (CallFailed e) {
      settled = new Settled.Refused(e);
      throw e;
    } catch (Pending.Stopped e) {
      settled = new Settled.Halted(e);
      throw e;
    } catch (Pending e) {
      throw e;
    } catch (RuntimeException | Error e) {
      settled = new Settled.Broken(e);
      throw e;
    } finally {
      inFlight.remove(order.key(), mine);
      mine.complete(settled);
    }
  }

  private static Settled await(CompletableFuture<Settled> others) {
    try {
      return others.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Pending.Interrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply shared(Order order, Settled settled) {
    return switch (settled) {
      case Settled.Said said -> {
        countReplayed(order);
        yield said.reply();
      }
      case Settled.Refused refused -> {
        countReplayed(order);
        throw new CallFailed(refused.failure().failure(), String.valueOf(refused.failure().getMessage()));
      }
      case Settled.Halted halted ->
        throw new Pending.Stopped(halted.stopped().teacher(), halted.stopped().failure(),
            String.valueOf(halted.stopped().getMessage()));
      case Settled.Broken broken -> throw new IllegalStateException("an equal call broke", broken.cause());
      case Settled.Left _ -> throw new IllegalStateException("nobody asked");
    };
  }

  private static void countReplayed(Order order) {
    if (order.counts()) {
      order.lane().tally.countReplayed();
    }
  }

  private Reply settle(Order order) {
    Attempt known = ledger.find(order.key(), order.asked());
    if (known == null) {
      return send(order, 0, new CallsTries(limit(order)));
    }
    return switch (known.ending()) {
      case Ending.Answered answered -> {
        Reply reply = order.lane().open().endpoint().read(order.request(), answered.body());
        countReplayed(order);
        yield reply;
      }
      case Ending.Failed failed -> {
        Reply understood = understood(order, failed);
        if (understood != null) {
          countReplayed(order);
          yield understood;
        }
        CallsTries tries = triesLeft(order, failed.failure());
        if (tries != null) {
          yield send(order, known.number(), tries);
        }
        countReplayed(order);
        throw new CallFailed(failed.failure(), failed.message());
      }
    };
  }

  /// An answer that was paid for and could not be used then, but can now: the recipe takes any model, or reading was
  /// mended. Null when it still cannot.
  private static @Nullable Reply understood(Order order, Ending.Failed failed) {
    boolean read = failed.failure() == Failure.WRONG_MODEL || failed.failure() == Failure.MALFORMED_REPLY;
    if (!read || failed.body() == null) {
      return null;
    }
    try {
      return order.lane().open().endpoint().read(order.request(), failed.body());
    } catch (CallFailed e) {
      return null; // it stays what the ledger says it is
    }
  }

  /// The tries of a call that failed earlier; null when it is not tried now. One that was cut short, by a kill or a
  /// stopped teacher, goes on where it was. One that had its tries and by that handed its unit on is not tried again:
  /// its failure may be all that was kept of the handing on. Else one that stopped its teacher never counts as done.
  private @Nullable CallsTries triesLeft(Order order, Failure failure) {
    if (failedHere.contains(order.key())) {
      return null;
    }
    CallsTries tries = CallsTries.after(limit(order), ledger.failures(order.key()));
    if (tries.count() > 0) {
      return tries;
    }
    if (order.unit().handsOn().contains(failure)) {
      return null;
    }
    boolean again = failure.policy().is(Trait.STOPS) || switch (retry) {
      case RunOptions.Retry.All _ -> failure.retryable();
      case RunOptions.Retry.None _ -> false;
      case RunOptions.Retry.Only only -> only.failure() == failure;
    };
    return again ? tries : null;
  }

  private static int limit(Order order) {
    return order.lane().teacher().limits().attempts();
  }

  private Reply send(Order order, int before, CallsTries tries) {
    try {
      return attempts.run(order, before, tries);
    } catch (CallFailed e) {
      failedHere.add(order.key());
      throw e;
    }
  }
}
