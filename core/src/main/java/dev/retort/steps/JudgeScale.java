package dev.retort.steps;

import dev.retort.step.Default;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whole numbers a judge may give.
///
/// @param low the worst
/// @param high the best
public record JudgeScale(@Default("1") int low, @Default("10") int high) {
  private static final Pattern NUMBER = Pattern
      .compile("(?<n>\\d{1,3})(?:[ \t]*(?:/|out of)[ \t]*(?<of>\\d{1,3}))?[ \t]*\\.?", Pattern.CASE_INSENSITIVE);

  public JudgeScale {
    if (low < 0 || high > 100 || low >= high) {
      throw new IllegalArgumentException(
          "low must be 0 or more and below high, high at most 100, not %d and %d".formatted(low, high));
    }
  }

  boolean has(int score) {
    return score >= low && score <= high;
  }

  int size() {
    return high - low + 1;
  }

  /// What a judge gives when it cannot tell: the middle, the lower of two.
  int unsure() {
    return Math.floorDiv(low + high, 2);
  }

  /// `7`, `7.`, `7/10` and `7 out of 10` are the score 7 of a scale to 10; a fraction, a range and a number off the
  /// scale are none.
  @Nullable
  Integer read(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return null;
    }
    int score = Integer.parseInt(number.group("n"));
    String of = number.group("of");
    return has(score) && (of == null || Integer.parseInt(of) == high) ? Integer.valueOf(score) : null;
  }
}
