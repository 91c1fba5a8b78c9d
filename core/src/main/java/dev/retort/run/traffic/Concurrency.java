package dev.retort.run.traffic;

/// How many calls may be under way at an endpoint: found out by trying, never above the stated number.
///
/// It starts at [#START] and grows by one with each answer, which doubles it every round trip, until the endpoint first
/// says that it is too much. From then on a round trip adds a 32nd of the stated number (additive increase), and each
/// sign of congestion takes three tenths (multiplicative decrease; 0.7 as in CUBIC, RFC 9438). Calls that were let go
/// before a decrease do not cause another: they tell of the load that was already answered for.
///
/// Not thread-safe.
final class Concurrency {
  static final int START = 64;
  private static final double DECREASE = 0.7;
  private static final int ROUND_TRIPS_TO_FULL = 32;

  private final int most;
  private final boolean adaptive;
  private double allowed;
  private boolean everCongested;
  private long epoch;

  Concurrency(int most, boolean adaptive) {
    this.most = most;
    this.adaptive = adaptive;
    this.allowed = adaptive ? Math.min(most, START) : most;
  }

  int allowed() {
    return (int) allowed;
  }

  /// Counts decreases; a call remembers the number at which it was let go.
  long epoch() {
    return epoch;
  }

  /// @param underWay calls at the time of the answer, itself included
  void answered(int underWay) {
    if (allowed < most && underWay * 2 >= allowed()) {
      double step = Math.max(1, (double) most / ROUND_TRIPS_TO_FULL);
      allowed = Math.min(most, allowed + (everCongested ? Math.min(1, step / allowed) : 1));
    }
  }

  /// @param since the epoch at which the call was let go
  void congested(long since, int underWay) {
    if (adaptive && since == epoch) {
      epoch++;
      everCongested = true;
      allowed = Math.max(1, Math.min(allowed, underWay) * DECREASE);
    }
  }
}
