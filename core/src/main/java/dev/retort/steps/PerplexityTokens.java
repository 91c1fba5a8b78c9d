package dev.retort.steps;

import dev.retort.measure.diversity.NgramModel;
import dev.retort.measure.diversity.Score;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Logprobs;
import java.util.Arrays;
import java.util.List;

/// What the log-probabilities of a text's tokens add up to, or why they do not.
sealed interface PerplexityTokens {
  /// What servers write for the logarithm of 0, which JSON cannot hold (vLLM's `clamp_prompt_logprobs`).
  double IMPOSSIBLE = -9999;

  /// @param sum of natural logarithms
  record Scored(double perplexity, double sum, long tokens) implements PerplexityTokens {}

  /// @param reason why there is no number
  record Undecided(String reason) implements PerplexityTokens {}

  /// @throws CallFailed of class MALFORMED_REPLY where another than the first token has no log-probability
  static PerplexityTokens of(List<Logprobs.Token> tokens) {
    double[] values = new double[tokens.size()];
    int counted = 0;
    for (int i = 0; i < values.length; i++) {
      Double value = tokens.get(i).logprob();
      if (value != null) {
        values[counted++] = value <= IMPOSSIBLE ? Double.NEGATIVE_INFINITY : Math.min(0, value);
      } else if (i > 0) {
        throw new CallFailed(Failure.MALFORMED_REPLY,
            "token %d of %d has no log-probability, wanted one of each but the first".formatted(i + 1, values.length));
      }
    }
    return counted == 0
        ? new Undecided("the text is one token, of which nothing is told")
        : of(Arrays.copyOf(values, counted));
  }

  private static PerplexityTokens of(double[] values) {
    return switch (NgramModel.perplexity(values)) {
      case Score.Absent(String reason) -> new Undecided(reason);
      case Score.Value(double perplexity) -> new Scored(perplexity, Arrays.stream(values).sum(), values.length);
    };
  }
}
