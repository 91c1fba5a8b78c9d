package dev.retort.app.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One teacher in numbers. What was not measured is absent, never 0.
///
/// @param teacher its name in the recipe
/// @param model the model it served, as the server claimed; empty when it did not say
/// @param simulated whether its answers are simulated
/// @param answers how many, and what went wrong
/// @param lengths how long the answers are
/// @param speed how fast they came; absent for recorded answers
public record TeacherSheet(String teacher, String model, boolean simulated, Answers answers, Lengths lengths,
    @Nullable Speed speed) {

  /// @param given answers in the table
  /// @param truncated of those, cut at the token limit
  /// @param failures units that failed, by class
  public record Answers(long given, long truncated, Map<String, Long> failures) {
    public Answers {
      failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    public long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// @param characters code points of an answer; absent without answers
  /// @param tokens completion tokens of an answer; absent where no server counted them
  public record Lengths(@Nullable Spread characters, @Nullable Spread tokens) {}

  /// @param latencyP50 milliseconds, median
  /// @param latencyP90 milliseconds, nine calls of ten were faster
  /// @param tokensPerSecond completion tokens by the seconds spent waiting for them, over all calls; absent where no
  ///     server counted
  /// @param failedCalls attempts that gave no usable reply, by class; most are made good by another attempt
  public record Speed(double latencyP50, double latencyP90, @Nullable Double tokensPerSecond,
      Map<String, Long> failedCalls) {
    public Speed {
      failedCalls = Collections.unmodifiableMap(new TreeMap<>(failedCalls));
    }
  }

  /// Quantiles of a measure over a teacher's answers.
  public record Spread(double p10, double p25, double p50, double p75, double p90) {
    public Spread {
      if (!(p10 <= p25 && p25 <= p50 && p50 <= p75 && p75 <= p90)) {
        throw new IllegalArgumentException("quantiles must rise: " + p10 + ", " + p25 + ", " + p50 + ", " + p75);
      }
    }
  }
}
