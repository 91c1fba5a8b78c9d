package dev.retort.run.traffic;

import java.time.Duration;

/// Spares a teacher that fails again and again: no calls for a while, then one, then all.
///
/// Closed, it lets everything pass. So many failures in a row that tell of a sick server open it: nothing passes for a
/// pause. After the pause one call is let through. If that is answered, with whatever says that the server works, the
/// breaker closes; if not, the next pause is twice as long.
///
/// Not thread-safe. Times are nanoseconds since the start.
public final class Breaker {
  private final Rules rules;
  private State state = State.CLOSED;
  private boolean everReached;
  private int failures;
  private long pause;
  private long until;
  private long openSince;

  enum State {
    CLOSED, OPEN, PROBING,
    /// The teacher takes no more calls.
    STOPPED
  }

  /// @param failures in a row, until it opens
  /// @param first pause; each further one is twice as long
  /// @param longest pause
  /// @param stopAfter how long it may stay open before the teacher is given up
  /// @param neverReached the same for a server that never answered anything
  public record Rules(int failures, Duration first, Duration longest, Duration stopAfter, Duration neverReached) {
    public static final Rules DEFAULT = new Rules(10, Duration.ofSeconds(1), Duration.ofSeconds(30),
        Duration.ofMinutes(5), Duration.ofSeconds(5));
  }

  public Breaker(Rules rules) {
    this.rules = rules;
    this.pause = rules.first().toNanos();
  }

  State state() {
    return state;
  }

  /// When a call may pass: `now`, or later; `Long.MAX_VALUE` while a call that tries the server is under way.
  long earliest(long now) {
    return switch (state) {
      case CLOSED -> now;
      case OPEN -> Math.max(now, until);
      case PROBING, STOPPED -> Long.MAX_VALUE;
    };
  }

  /// Lets a call pass.
  /// @return whether it is the one that tries the server
  boolean pass() {
    boolean probe = state == State.OPEN;
    state = probe ? State.PROBING : state;
    return probe;
  }

  /// The server works: it answered, be it with a refusal.
  void works() {
    everReached = true;
    state = state == State.STOPPED ? state : State.CLOSED;
    failures = 0;
    pause = rules.first().toNanos();
  }

  /// A call failed in a way that tells of a sick server.
  /// @param reached whether the server answered at all
  /// @return whether the teacher is to be given up
  boolean failed(long now, boolean probe, boolean reached) {
    everReached |= reached;
    failures++;
    if (state == State.CLOSED && failures >= rules.failures()) {
      openSince = now;
      open(now);
    } else if (state == State.PROBING && probe) {
      open(now);
      Duration bound = everReached ? rules.stopAfter() : rules.neverReached();
      return now - openSince >= bound.toNanos();
    }
    return false;
  }

  /// A call was given up before anything was known.
  void abandoned(long now, boolean probe) {
    if (probe && state == State.PROBING) {
      state = State.OPEN;
      until = now;
    }
  }

  void stop() {
    state = State.STOPPED;
  }

  private void open(long now) {
    state = State.OPEN;
    until = now + pause;
    pause = Math.min(rules.longest().toNanos(), pause * 2);
  }
}
