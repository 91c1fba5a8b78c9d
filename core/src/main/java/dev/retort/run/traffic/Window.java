package dev.retort.run.traffic;

import java.util.concurrent.TimeUnit;

/// Holds one amount per minute, in every 60 seconds there are and not only in each minute of a clock.
///
/// A call arrives later than it is let go. If it arrives at most [#JITTER_MILLIS] later, then what arrives within any
/// 60 s was let go within 61.5 s, which touch at most [#SLOTS] slots of 250 ms. So the sum over that many slots is kept
/// at or below the limit, and 60/61.75 = 97.2 % of it can be used. A bucket that fills up and may be emptied at once
/// would let nearly twice the limit through in the worst 60 s.
///
/// Within the window the amount is spread: the next call waits until the last ones are paid off at the limit's own
/// pace, with half a second of slack. An amount is corrected when the call has ended, in the slot it was taken from.
///
/// Not thread-safe. Times are nanoseconds since the start and never go back.
final class Window {
  static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  static final int JITTER_MILLIS = 1_500;
  static final int SLOTS = (60_000 + JITTER_MILLIS) / 250 + 1;
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final long limit;
  private final double nanosEach;
  private final long[] slots = new long[SLOTS];
  private long newest;
  private long sum;
  private double paidOff;

  Window(long limit) {
    this.limit = limit;
    this.nanosEach = (double) (SLOTS * SLOT_NANOS) / limit;
  }

  /// Whether the amount fits when nothing else is there.
  boolean holds(long amount) {
    return amount <= limit;
  }

  /// When the amount fits: `now`, or later if nothing is given back before.
  long earliest(long now, long amount) {
    advance(now);
    long smooth = amount == 0 ? now : (long) Math.ceil(paidOff) - SLACK_NANOS;
    return Math.max(now, Math.max(smooth, room(now, amount)));
  }

  private long room(long now, long amount) {
    long over = sum + amount - limit;
    for (long slot = newest - SLOTS + 1; over > 0 && slot <= newest; slot++) {
      over -= slots[at(slot)];
      if (over <= 0) {
        return (slot + SLOTS) * SLOT_NANOS;
      }
    }
    return now;
  }

  /// Takes the amount.
  /// @return the slot it was taken from, for [#correct]
  long take(long now, long amount) {
    advance(now);
    slots[at(newest)] += amount;
    sum += amount;
    paidOff = Math.max(paidOff, now) + amount * nanosEach;
    return newest;
  }

  /// Adds to, or with a negative number gives back, what was taken from a slot.
  void correct(long now, long slot, long difference) {
    advance(now);
    paidOff += difference * nanosEach;
    if (slot > newest - SLOTS) {
      slots[at(slot)] += difference;
      sum += difference;
    }
  }

  private void advance(long now) {
    long current = now / SLOT_NANOS;
    for (long steps = Math.min(current - newest, SLOTS); steps > 0; steps--) {
      int leaves = at(newest + steps);
      sum -= slots[leaves];
      slots[leaves] = 0;
    }
    newest = Math.max(newest, current);
  }

  private static int at(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }
}
