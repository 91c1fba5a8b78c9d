package dev.retort.app;

/// How the process ends.
enum Exit {
  DONE(0),
  /// Our fault: a trace, and where to report it.
  BROKEN(1),
  /// The user's mistake: one line a problem.
  MISTAKE(2),
  /// Stopped short: failed or pending rows, or a budget.
  SHORT(3), INTERRUPTED(130);

  final int code;

  Exit(int code) {
    this.code = code;
  }
}
