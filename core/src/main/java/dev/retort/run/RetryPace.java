package dev.retort.run;

import dev.retort.run.traffic.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// How long to wait between attempts, and when to give a teacher up.
///
/// The wait doubles with each attempt, and a random part of up to a half is taken off so that calls which failed
/// together do not come back together.
///
/// @param first wait after the first attempt, before the random part
/// @param longest wait of our own
/// @param longestAsked longest wait a server may ask for
/// @param neverReached calls in a row that cannot connect, before any was answered, until the teacher is stopped: at
/// once, for units that failed before would count as failed though nobody was there to ask
/// @param lost calls in a row that cannot connect, at any time, until the teacher is stopped
/// @param time waits, and says how late it is
public record RetryPace(Duration first, Duration longest, Duration longestAsked, int neverReached, int lost,
    Time time) {

  public static final RetryPace DEFAULT = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(20),
      Duration.ofSeconds(60), 1, 5, Time.SYSTEM);

  /// The wait after attempt `tried` (from 1) of the call with that key.
  /// @param asked what the server asked for
  public Duration after(int tried, Ledger.Key key, @Nullable Duration asked) {
    long ceiling = Math.min(longest.toNanos(), first.toNanos() << Math.min(tried - 1, 16));
    long seed = ByteBuffer.wrap(key.bytes()).getLong() + tried;
    Duration own = Duration.ofNanos(ceiling - (long) (new SplittableRandom(seed).nextDouble() * ceiling / 2));
    if (asked == null) {
      return own;
    }
    Duration capped = asked.compareTo(longestAsked) > 0 ? longestAsked : asked;
    return capped.compareTo(own) > 0 ? capped : own;
  }
}
