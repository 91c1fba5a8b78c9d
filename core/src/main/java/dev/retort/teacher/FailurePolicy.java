package dev.retort.teacher;

import java.util.Set;

/// What is done about a class of failure, as data.
///
/// @param tries how often a call that fails so is sent
/// @param pause how long it waits before it is sent again
/// @param traits what else the class says
public record FailurePolicy(Tries tries, Pause pause, Set<Trait> traits) {
  /// How often a call may be sent.
  public enum Tries {
    /// Once: the same call would fail again.
    ONCE,
    /// As often as `limits: {attempts}`, but three times at most.
    FEW,
    /// As often as `limits: {attempts}`.
    ATTEMPTS,
    /// Four times as often: the endpoint is busy, and the call is not to blame.
    PATIENTLY;

    /// @param attempts the teacher's
    public int most(int attempts) {
      return switch (this) {
        case ONCE -> 1;
        case FEW -> Math.min(3, attempts);
        case ATTEMPTS -> attempts;
        case PATIENTLY -> 4 * attempts;
      };
    }
  }

  /// How long a call waits before it is sent again.
  public enum Pause {
    NONE,
    /// As after a first failure, always.
    SHORT,
    /// Twice as long each time, and as long as the server asks.
    GROWING
  }

  /// What a failure says beside its class.
  public enum Trait {
    /// Tokens may have been billed although there is no usable reply.
    PRICED,
    /// The endpoint is asked too much at once.
    CONGESTION,
    /// The server does not work: enough of these in a row open the teacher's breaker.
    SICK,
    /// Every further call would fail: the teacher is stopped and its units stay pending.
    STOPS
  }

  public FailurePolicy {
    traits = Set.copyOf(traits);
  }

  static FailurePolicy of(Tries tries, Pause pause, Trait... traits) {
    return new FailurePolicy(tries, pause, Set.of(traits));
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
