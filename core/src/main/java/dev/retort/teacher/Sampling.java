package dev.retort.teacher;

import dev.retort.step.Default;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How answers are drawn. What is absent is left to the server.
///
/// @param temperature 0 or more
/// @param topP above 0, up to 1
/// @param maxTokens longest answer, in the teacher's tokens
/// @param seed asks a server that can to draw the same answer again
/// @param stop texts at which the answer ends
/// @param extra any further field of the request body, passed on as it is (`top_k`, `n`, `logprobs`, ...)
public record Sampling(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxTokens,
    @Nullable Long seed, @Default("[]") List<String> stop, @Default("{}") Map<String, Object> extra) {

  public static final Sampling NONE = new Sampling(null, null, null, null, List.of(), Map.of());

  public Sampling {
    check(temperature == null || temperature >= 0, "temperature must be 0 or more, not " + temperature);
    check(topP == null || topP > 0 && topP <= 1, "top_p must be above 0 and at most 1, not " + topP);
    check(maxTokens == null || maxTokens >= 1, "max_tokens must be 1 or more, not " + maxTokens);
    stop = List.copyOf(stop);
    extra = Map.copyOf(extra);
  }

  /// This sampling with what `other` says instead.
  public Sampling with(Sampling other) {
    Map<String, Object> merged = new TreeMap<>(extra);
    merged.putAll(other.extra);
    return new Sampling(other.temperature != null ? other.temperature : temperature,
        other.topP != null ? other.topP : topP, other.maxTokens != null ? other.maxTokens : maxTokens,
        other.seed != null ? other.seed : seed, other.stop.isEmpty() ? stop : other.stop, merged);
  }

  public Sampling withMaxTokens(@Nullable Integer tokens) {
    return new Sampling(temperature, topP, tokens, seed, stop, extra);
  }

  public Sampling withSeed(@Nullable Long newSeed) {
    return new Sampling(temperature, topP, maxTokens, newSeed, stop, extra);
  }

  /// Whether equal requests are meant to get equal answers.
  public boolean repeatable() {
    return seed != null || temperature != null && temperature == 0;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
