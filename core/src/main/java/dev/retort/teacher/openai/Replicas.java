package dev.retort.teacher.openai;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.http.ModelServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The servers that serve one model: each call goes to the one with the fewest in flight.
///
/// A server whose calls fail several times in a row (no connection, or an answer of the 5xx kind) is left alone for a
/// while, twice as long each time. Then a single call goes there, and what becomes of it decides. Where all are left
/// alone, the one whose time is over first is asked nevertheless: whether to give up is not decided here.
final class Replicas implements AutoCloseable {
  static final int MOST_LOST = 3;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final List<Replica> replicas = new ArrayList<>();
  private final LongSupplier nanos;

  /// What is known of one server; guarded by the list's owner.
  private static final class Replica {
    final ModelServer server;
    int inFlight;
    int lost;
    int ejections;
    long until;

    Replica(ModelServer server) {
      this.server = server;
    }
  }

  /// What a call showed of its server.
  private enum State {
    WELL, SICK, UNKNOWN
  }

  /// Something asked of a server.
  interface Call<T extends @Nullable Object> {
    T on(ModelServer server) throws InterruptedException;
  }

  Replicas(List<ModelServer> servers, LongSupplier nanos) {
    servers.forEach(server -> replicas.add(new Replica(server)));
    this.nanos = nanos;
  }

  <T extends @Nullable Object> T call(Call<T> call) throws InterruptedException {
    Replica chosen = choose();
    State seen = State.UNKNOWN;
    try {
      T result = call.on(chosen.server);
      seen = State.WELL;
      return result;
    } catch (CallFailed e) {
      seen = sick(e) ? State.SICK : State.WELL;
      throw e;
    } finally {
      leave(chosen, seen);
    }
  }

  /// Whether the failure says something of the server and not of the request.
  private static boolean sick(CallFailed e) {
    return switch (e.failure()) {
      case CONNECTION, OVERLOAD, SERVER_ERROR, TIMEOUT -> true;
      case RATE_LIMIT, MALFORMED_REPLY, AUTH, BAD_REQUEST, CONTEXT_OVERFLOW, TRUNCATED, CONTENT_FILTER, REFUSAL,
          WRONG_MODEL, NOT_RECORDED, SCHEMA, BUDGET, BAD_ROW ->
        false;
    };
  }

  private synchronized Replica choose() {
    long now = nanos.getAsLong();
    Replica chosen = replicas.getFirst();
    for (Replica replica : replicas) {
      if (due(replica, now)) {
        chosen = replica;
        break;
      }
      chosen = better(replica, chosen, now) ? replica : chosen;
    }
    chosen.inFlight++;
    return chosen;
  }

  /// Of two that are not to be tried again: one that works before one that is left alone, then the less busy.
  private static boolean better(Replica one, Replica other, long now) {
    boolean works = one.lost < MOST_LOST;
    if (works != other.lost < MOST_LOST) {
      return works;
    }
    if (!works) {
      return one.until - now < other.until - now;
    }
    return one.inFlight < other.inFlight || one.inFlight == other.inFlight && one.lost < other.lost;
  }

  /// Left alone long enough, with nobody trying it now.
  private static boolean due(Replica replica, long now) {
    return replica.lost >= MOST_LOST && now - replica.until >= 0 && replica.inFlight == 0;
  }

  private synchronized void leave(Replica replica, State seen) {
    replica.inFlight--;
    switch (seen) {
      case WELL -> {
        replica.lost = 0;
        replica.ejections = 0;
      }
      case SICK -> lost(replica);
      case UNKNOWN -> {
      }
    }
  }

  private void lost(Replica replica) {
    boolean trial = replica.lost >= MOST_LOST && nanos.getAsLong() - replica.until >= 0;
    replica.lost = Math.min(replica.lost + 1, MOST_LOST);
    if (trial || replica.lost == MOST_LOST && replica.ejections == 0) {
      long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(replica.ejections, 10));
      replica.until = nanos.getAsLong() + pause;
      replica.ejections++;
    }
  }

  @Override
  public void close() {
    replicas.forEach(replica -> replica.server.close());
  }
}
