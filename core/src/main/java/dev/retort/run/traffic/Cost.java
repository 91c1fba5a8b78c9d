package dev.retort.run.traffic;

/// Tokens of one attempt: an estimate before it goes out, the usage after.
///
/// @param input tokens of the prompt
/// @param output tokens of the answer: before, the most it may have
public record Cost(long input, long output) {
  public static final Cost NONE = new Cost(0, 0);

  public Cost {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException("tokens must be 0 or more, not %d and %d".formatted(input, output));
    }
  }

  public long total() {
    return input + output;
  }
}
