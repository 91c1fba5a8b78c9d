package dev.retort.teacher;

import dev.retort.step.Default;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a teacher is waited for, and who is asked where it fails.
///
/// @param deadline longest wait for one answer
/// @param fallback who does the unit where this teacher fails; without one, it fails
public record Patience(@Default("120s") Duration deadline, @Nullable Fallback fallback) {

  public Patience {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be above 0, not " + deadline);
    }
  }
}
