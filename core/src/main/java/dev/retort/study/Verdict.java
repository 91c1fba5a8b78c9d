package dev.retort.study;

import org.jspecify.annotations.Nullable;

/// What a judge of the run said of two answers to one prompt.
///
/// @param place of the prompt among those looked at; negative where it is not among them
/// @param a who wrote the one answer; null where nothing says so
/// @param b who wrote the other
public record Verdict(int place, @Nullable String a, @Nullable String b, Outcome outcome) {

  /// How a comparison ended.
  public enum Outcome {
    A, B, TIE,
    /// The two orders contradict each other.
    INCONSISTENT,
    /// What the judge replied could not be read.
    UNDECIDED
  }
}
