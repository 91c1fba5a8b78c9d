package dev.retort.run;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A teacher's numbers in a ledger, over attempts.
public record LedgerStats(String teacher, Counts counts, Tokens tokens, Speed speed) {

  /// @param ok attempts with a usable reply
  /// @param failed attempts without one, by word of the failure
  /// @param truncated of `ok`, those with an answer cut at max_tokens
  /// @param simulated of `ok`, those a simulated model gave
  public record Counts(long ok, Map<String, Long> failed, long truncated, long simulated) {
    public Counts {
      failed = new TreeMap<>(failed);
    }
  }

  /// Tokens of the attempts with a usable reply.
  /// @param estimated how many of these attempts had their tokens computed from lengths
  public record Tokens(long prompt, long completion, long estimated) {}

  /// How fast answers came; each part null where there was none.
  /// @param latency from sending to the end of the answer
  /// @param firstByte from sending to the first byte
  /// @param tokensPerSecond completion tokens over the time spent waiting for them, of all answers together
  /// @param phases before and after the first byte
  public record Speed(@Nullable Spread latency, @Nullable Spread firstByte, @Nullable Double tokensPerSecond,
      @Nullable Phases phases) {}

  /// Speeds before and after the first byte, of all answers of two tokens or more together. They say how fast a model
  /// reads and writes only where answers were streamed, for only then is the first byte the first token.
  /// @param prefill prompt tokens by the seconds to the first byte, the wait in the server's own queue included
  /// @param decode completion tokens but the first, by the seconds after it
  public record Phases(double prefill, double decode) {}

  /// Milliseconds below which half, 90 and 99 of a hundred lie (nearest rank).
  public record Spread(double p50, double p90, double p99, long samples) {

    /// @param micros any order; sorted in place
    public static @Nullable Spread of(long[] micros) {
      if (micros.length == 0) {
        return null;
      }
      Arrays.sort(micros);
      return new Spread(rank(micros, 50), rank(micros, 90), rank(micros, 99), micros.length);
    }

    private static double rank(long[] sorted, int percent) {
      int rank = (int) Math.ceilDiv((long) sorted.length * percent, 100L);
      return sorted[rank - 1] / 1000.0;
    }
  }
}
