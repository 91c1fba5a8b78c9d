package dev.retort.teacher.batch;

import dev.retort.step.Default;
import java.time.Duration;

/// How calls are gathered into batches. The teacher's `deadline` does not hold for them, `window` does.
///
/// A batch is sent when `max_requests` are gathered, or the provider's own limits are reached, or nothing new came for
/// five seconds, or `gather` is over. No batch can be larger than the teacher's `limits: {in_flight: ...}`.
///
/// @param maxRequests most requests of a batch; the provider's own limit where that is lower
/// @param gather longest time a request waits for others to go with it
/// @param poll longest pause between two looks at a batch; the first looks come sooner
/// @param window time the provider is given to answer, in whole hours; OpenAI takes `24h` only
/// @param discount share taken off the price for calls in a batch, 0 to 1
public record Batch(@Default("50000") int maxRequests, @Default("60s") Duration gather, @Default("120s") Duration poll,
    @Default("24h") Duration window, @Default("0.5") double discount) {

  private static final Duration GRACE = Duration.ofHours(1);

  public Batch {
    if (maxRequests < 1 || maxRequests > 100_000) {
      throw new IllegalArgumentException("max_requests must be 1 to 100000, not " + maxRequests);
    }
    if (gather.isNegative() || gather.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("gather must be 0 to 1 hour, not " + gather);
    }
    if (poll.compareTo(Duration.ofMillis(10)) < 0 || poll.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("poll must be 10 ms to 1 hour, not " + poll);
    }
    if (window.toHours() < 1 || window.toHours() > 168 || !window.equals(Duration.ofHours(window.toHours()))) {
      throw new IllegalArgumentException("window must be 1 to 168 whole hours, not " + window);
    }
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount must be 0 to 1, not " + discount);
    }
  }

  /// The longest an answer may take: the window, and an hour for the provider to put the results together.
  public Duration deadline() {
    return window.plus(GRACE);
  }

  /// What a call costs as a part of its full price.
  public double priceFactor() {
    return 1 - discount;
  }
}
