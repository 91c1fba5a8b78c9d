package dev.retort.run.watch;

import dev.retort.run.watch.TimeHistogram.Percentiles;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One teacher in this sitting so far. Counting tokens is left out, but for `kept`.
///
/// @param server what its server told of itself; null where it was not asked or did not say
public record Watched(Calls calls, Tokens tokens, Traffic traffic, @Nullable ServerFigures server) {

  /// Attempts that ended.
  /// @param answered with a usable reply
  /// @param failed without one, by word of the failure
  /// @param truncated of `answered`, those with an answer cut at max_tokens
  /// @param again those that were not the first try of their call
  /// @param kept put into the ledger, token counting included
  public record Calls(long answered, Map<String, Long> failed, long truncated, long again, long kept) {
    public Calls {
      failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    }

    public long failures() {
      return failed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// Tokens of the answers.
  /// @param in read by the model
  /// @param out written by it
  public record Tokens(long in, long out) {}

  /// How calls went out.
  /// @param waiting for leave to be sent, now
  /// @param inFlight sent and not answered, now
  /// @param mostInFlight at once, so far
  /// @param busySeconds in which at least one call was in flight
  /// @param queueing waiting for leave to be sent; null where nothing was sent
  public record Traffic(long waiting, long inFlight, long mostInFlight, double busySeconds,
      @Nullable Percentiles queueing) {}

  /// Whether anything was sent.
  public boolean asked() {
    return calls.answered() > 0 || calls.failures() > 0;
  }

  /// Tokens read and written by the second, over the time in which at least one call was in flight; null without any.
  public @Nullable Double tokensPerBusySecond() {
    return traffic.busySeconds() <= 0 || calls.answered() == 0
        ? null
        : (tokens.in() + tokens.out()) / traffic.busySeconds();
  }
}
