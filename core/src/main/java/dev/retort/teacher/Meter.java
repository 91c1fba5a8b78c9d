package dev.retort.teacher;

import dev.retort.step.Default;
import org.jspecify.annotations.Nullable;

/// How a teacher's calls are counted and paid.
///
/// @param tokenizer path of its `tokenizer.json`, to count tokens exactly
/// @param price what its calls cost; Retort ships no prices
/// @param budget what this teacher may spend within the run's own budget; each member of a group has as much
public record Meter(@Nullable String tokenizer, @Nullable Price price, @Default("{}") Budget budget) {
  public static final Meter NONE = new Meter(null, null, Budget.NONE);

  /// The same with another price.
  public Meter with(@Nullable Price other) {
    return new Meter(tokenizer, other, budget);
  }
}
