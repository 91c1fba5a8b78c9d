package dev.retort.teacher;

import dev.retort.step.Default;
import org.jspecify.annotations.Nullable;

/// What a teacher may be burdened with.
///
/// Teachers that ask the same model at the same address share one set of limits, the strictest of what each states.
///
/// @param inFlight calls at once, 1 to 10,000
/// @param requestsPerMinute calls in any 60 seconds
/// @param tokensPerMinute tokens in any 60 seconds, those of prompts and answers together
/// @param contextWindow tokens the teacher can see and write in one call, where the server does not say
/// @param attempts tries of one call within a run, 1 to 20
/// @param endpoint further limits, and with whom they are shared
public record Limits(@Default("32") int inFlight, @Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute,
    @Nullable Integer contextWindow, @Default("5") int attempts, @Default("{}") OfEndpoint endpoint) {

  public static final Limits DEFAULT = new Limits(32, null, 5);

  /// Limits of the endpoint behind a teacher.
  ///
  /// @param group a name; all teachers with this name share their limits, whatever their address and model
  /// @param adaptive whether fewer calls are sent while the server says that it is too busy
  /// @param inputTokensPerMinute tokens of prompts in any 60 seconds
  /// @param outputTokensPerMinute tokens of answers in any 60 seconds
  public record OfEndpoint(@Nullable String group, @Default("true") boolean adaptive,
      @Nullable Long inputTokensPerMinute, @Nullable Long outputTokensPerMinute) {
    public static final OfEndpoint DEFAULT = new OfEndpoint(null, true, null, null);

    public OfEndpoint {
      if (group != null && group.isBlank()) {
        throw new IllegalArgumentException("group is empty. Give it a name, or leave it out.");
      }
      positive("input_tokens_per_minute", inputTokensPerMinute);
      positive("output_tokens_per_minute", outputTokensPerMinute);
    }

    private static void positive(String name, @Nullable Long value) {
      if (value != null && (value < 1 || value > 1_000_000_000_000L)) {
        throw new IllegalArgumentException(name + " must be 1 to 10^12, not " + value);
      }
    }
  }

  public Limits {
    if (inFlight < 1 || inFlight > 10_000) {
      throw new IllegalArgumentException("in_flight must be 1 to 10000, not " + inFlight);
    }
    OfEndpoint.positive("requests_per_minute", requestsPerMinute);
    OfEndpoint.positive("tokens_per_minute", tokensPerMinute);
    if (contextWindow != null && contextWindow < 2) {
      throw new IllegalArgumentException("context_window must be 2 or more, not " + contextWindow);
    }
    if (attempts < 1 || attempts > 20) {
      throw new IllegalArgumentException("attempts must be 1 to 20, not " + attempts);
    }
  }

  /// Without limits per minute.
  public Limits(int inFlight, @Nullable Integer contextWindow, int attempts) {
    this(inFlight, null, null, contextWindow, attempts, OfEndpoint.DEFAULT);
  }

  /// The same, whatever the server says of its load.
  public Limits notAdaptive() {
    return new Limits(inFlight, requestsPerMinute, tokensPerMinute, contextWindow, attempts,
        new OfEndpoint(endpoint.group, false, endpoint.inputTokensPerMinute, endpoint.outputTokensPerMinute));
  }

  /// What both allow of what an endpoint is burdened with; the rest stays as it is here.
  public Limits strictest(Limits other) {
    OfEndpoint both = new OfEndpoint(endpoint.group, endpoint.adaptive || other.endpoint.adaptive,
        least(endpoint.inputTokensPerMinute, other.endpoint.inputTokensPerMinute),
        least(endpoint.outputTokensPerMinute, other.endpoint.outputTokensPerMinute));
    return new Limits(Math.min(inFlight, other.inFlight), least(requestsPerMinute, other.requestsPerMinute),
        least(tokensPerMinute, other.tokensPerMinute), contextWindow, attempts, both);
  }

  private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : other == null ? one : Long.valueOf(Math.min(one, other));
  }
}
