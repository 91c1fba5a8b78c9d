package dev.retort.run;

import dev.retort.teacher.Failure;

/// A unit that cannot go on now and is not done: it neither failed nor was dropped, and a later sitting does it.
///
/// Thrown out of [dev.retort.step.Models] through the rollout. The runner counts the unit as pending.
public abstract sealed class Pending extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Pending(String message) {
    super(message);
  }

  /// The teacher takes no more calls in this sitting.
  public static final class Stopped extends Pending {
    private static final long serialVersionUID = 1L;
    private final String teacher;
    private final Failure failure;

    /// @param failure what stopped it
    /// @param message names the teacher, its URL and what to try
    public Stopped(String teacher, Failure failure, String message) {
      super(message);
      this.teacher = teacher;
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }

    public String teacher() {
      return teacher;
    }
  }

  /// A budget has no room for the call, and nothing in flight could make some.
  public static final class OutOfBudget extends Pending {
    private static final long serialVersionUID = 1L;
    private final String budget;

    /// @param budget its path in the recipe: `budget`, or `teachers.NAME.budget`
    public OutOfBudget(String budget, String message) {
      super(message);
      this.budget = budget;
    }

    public String budget() {
      return budget;
    }
  }

  /// The thread was interrupted; its interrupt flag is set again.
  public static final class Interrupted extends Pending {
    private static final long serialVersionUID = 1L;

    public Interrupted() {
      super("the run was interrupted");
    }
  }
}
