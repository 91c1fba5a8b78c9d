package dev.retort.run.spend;

import dev.retort.teacher.Budget;
import org.jspecify.annotations.Nullable;

/// How a budget stands.
///
/// @param path of the budget in the recipe: `budget`, or `teachers.NAME.budget`
/// @param spent by all sittings of the run
/// @param reserved for calls in flight
/// @param stoppedBy `usd`, `tokens` or `calls`, where a call was not made for want of it; null when none was
public record Ceiling(String path, Budget budget, Amounts spent, Amounts reserved, @Nullable String stoppedBy) {

  /// What was spent of the part that stopped calls, and of how much: `0.0497 USD of 0.05 USD`.
  public String words() {
    String part = stoppedBy == null ? part() : stoppedBy;
    return "%s of %s".formatted(spent.words(part), whole(part));
  }

  private String part() {
    return budget.usd() != null ? "usd" : budget.tokens() != null ? "tokens" : "calls";
  }

  private String whole(String part) {
    return Account.whole(budget, part);
  }
}
