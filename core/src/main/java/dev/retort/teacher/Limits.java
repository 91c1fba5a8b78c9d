package dev.retort.teacher;

import dev.retort.step.Default;
import org.jspecify.annotations.Nullable;

/// What a teacher may be burdened with.
///
/// @param inFlight calls at once, 1 to 10,000
/// @param contextWindow tokens the teacher can see and write in one call, where the server does not say
/// @param attempts tries of one call within a run, 1 to 20
public record Limits(@Default("32") int inFlight, @Nullable Integer contextWindow, @Default("5") int attempts) {

  public static final Limits DEFAULT = new Limits(32, null, 5);

  public Limits {
    if (inFlight < 1 || inFlight > 10_000) {
      throw new IllegalArgumentException("in_flight must be 1 to 10000, not " + inFlight);
    }
    if (contextWindow != null && contextWindow < 2) {
      throw new IllegalArgumentException("context_window must be 2 or more, not " + contextWindow);
    }
    if (attempts < 1 || attempts > 20) {
      throw new IllegalArgumentException("attempts must be 1 to 20, not " + attempts);
    }
  }
}
