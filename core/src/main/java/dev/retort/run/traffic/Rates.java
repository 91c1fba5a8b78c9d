package dev.retort.run.traffic;

import dev.retort.teacher.Limits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The limits per minute of one endpoint, which must all leave room for a call.
///
/// Not thread-safe. Times are nanoseconds since the start.
final class Rates {
  private final List<Limit> limits = new ArrayList<>();
  private boolean countTokens;

  /// What is counted.
  private enum Measure {
    REQUESTS, TOKENS, INPUT_TOKENS, OUTPUT_TOKENS;

    long of(Cost cost) {
      return switch (this) {
        case REQUESTS -> 1;
        case TOKENS -> cost.total();
        case INPUT_TOKENS -> cost.input();
        case OUTPUT_TOKENS -> cost.output();
      };
    }
  }

  private record Limit(Measure measure, String option, long most, Window window) {}

  Rates(Limits limits) {
    add(Measure.REQUESTS, "requests_per_minute", limits.requestsPerMinute());
    add(Measure.TOKENS, "tokens_per_minute", limits.tokensPerMinute());
    add(Measure.INPUT_TOKENS, "endpoint: {input_tokens_per_minute}", limits.endpoint().inputTokensPerMinute());
    add(Measure.OUTPUT_TOKENS, "endpoint: {output_tokens_per_minute}", limits.endpoint().outputTokensPerMinute());
  }

  private void add(Measure measure, String option, @Nullable Long most) {
    if (most != null) {
      countTokens |= measure != Measure.REQUESTS;
      limits.add(new Limit(measure, option, most, new Window(most)));
    }
  }

  boolean none() {
    return limits.isEmpty();
  }

  boolean countTokens() {
    return countTokens;
  }

  /// Why a call of that cost would wait for ever; null when it can go out.
  @Nullable
  String never(Cost cost) {
    for (Limit limit : limits) {
      if (!limit.window().holds(limit.measure().of(cost))) {
        return "it may take %d tokens (%d in, up to %d out), and limits: {%s: %d} never has room for that".formatted(
            limit.measure().of(cost), cost.input(), cost.output(), limit.option(), limit.most());
      }
    }
    return null;
  }

  /// When all limits have room: `now` or later.
  long earliest(long now, Cost cost) {
    long earliest = now;
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      earliest = Math.max(earliest, limit.window().earliest(now, limit.measure().of(cost)));
    }
    return earliest;
  }

  /// @return the slot the cost was taken from
  long take(long now, Cost cost) {
    long slot = 0;
    for (int i = 0; i < limits.size(); i++) {
      slot = limits.get(i).window().take(now, limits.get(i).measure().of(cost));
    }
    return slot;
  }

  /// Puts what a call used in place of what was taken for it.
  void settle(long now, long slot, Cost taken, Cost used) {
    for (int i = 0; i < limits.size(); i++) {
      Measure measure = limits.get(i).measure();
      long difference = measure.of(used) - measure.of(taken);
      if (difference != 0) {
        limits.get(i).window().correct(now, slot, difference);
      }
    }
  }
}
