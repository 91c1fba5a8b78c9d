package dev.retort.run;

import dev.retort.teacher.Failure;
import dev.retort.teacher.FailurePolicy.Tries;

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

  /// The `attempts` that are left of `limit` after an earlier sitting was cut short by such a failure; 0 when none.
  static int left(int limit, int tried, Failure failure) {
    Tries tries = failure.policy().tries();
    int left = Math.max(0, tries.most(limit) - tried);
    return switch (tries) {
      case ONCE -> 0;
      case FEW, ATTEMPTS -> left;
      case PATIENTLY -> Math.ceilDiv(left, 4);
    };
  }
}
