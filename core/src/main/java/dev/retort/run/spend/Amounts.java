package dev.retort.run.spend;

import dev.retort.teacher.Budget;
import dev.retort.teacher.Usd;
import org.jspecify.annotations.Nullable;

/// Money, tokens and calls: what was spent, is reserved, or may be spent.
///
/// @param tokens of prompts and answers together
public record Amounts(Usd usd, long tokens, long calls) {
  public static final Amounts NONE = new Amounts(Usd.ZERO, 0, 0);

  public Amounts plus(Amounts other) {
    return new Amounts(usd.plus(other.usd), Math.addExact(tokens, other.tokens), Math.addExact(calls, other.calls));
  }

  public Amounts minus(Amounts other) {
    return new Amounts(usd.minus(other.usd), tokens - other.tokens, calls - other.calls);
  }

  /// The part of the budget that would be passed: `usd`, `tokens` or `calls`; null when all of it fits.
  @Nullable
  String passes(Budget budget) {
    if (budget.usd() != null && usd.compareTo(Usd.of(budget.usd())) > 0) {
      return "usd";
    }
    if (budget.tokens() != null && tokens > budget.tokens()) {
      return "tokens";
    }
    return budget.calls() != null && calls > budget.calls() ? "calls" : null;
  }

  /// The amount of a part, in words.
  String words(String part) {
    return switch (part) {
      case "usd" -> usd.words() + " USD";
      case "tokens" -> "%,d tokens".formatted(tokens);
      case "calls" -> "%,d calls".formatted(calls);
      default -> throw new IllegalArgumentException(part);
    };
  }
}
