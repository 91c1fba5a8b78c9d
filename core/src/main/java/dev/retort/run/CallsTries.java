package dev.retort.run;

import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Tries;
import java.util.List;

/// Counts the tries of one call against what its failures allow.
///
/// Failures that are not the endpoint's congestion share the teacher's `attempts`.
final class CallsTries {
  private final int attempts;
  private int all;
  private int blamed;
  private int few;

  /// @param attempts tries now
  CallsTries(int attempts) {
    this.attempts = attempts;
  }

  /// Tries so far.
  int count() {
    return all;
  }

  /// Counts a try that failed so, and gives whether another is due.
  boolean again(Failure failure) {
    Tries tries = failure.policy().tries();
    all++;
    blamed += tries == Tries.PATIENTLY ? 0 : 1;
    few += tries == Tries.FEW ? 1 : 0;
    return switch (tries) {
      case ONCE -> false;
      case FEW -> few < tries.most(attempts) && blamed < attempts;
      case ATTEMPTS -> blamed < tries.most(attempts);
      case PATIENTLY -> all < tries.most(attempts);
    };
  }

  /// The tries of a call that failed so before, in this order: those that were cut short, or none of a new round where
  /// the last failure was the end of one.
  static CallsTries after(int attempts, List<Failure> failures) {
    CallsTries tries = new CallsTries(attempts);
    for (Failure failure : failures) {
      tries = tries.again(failure) ? tries : new CallsTries(attempts);
    }
    return tries;
  }
}
