package dev.retort.run.spend;

import dev.retort.teacher.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a budget stands.
///
/// @param path of the budget in the recipe: `budget`, or `teachers.NAME.budget`
/// @param spent by all sittings of the run
/// @param reserved for calls in flight
/// @param stoppedBy `usd`, `tokens` or `calls`, where a call was not made for want of it; null when none was
public record Ceiling(String path, Budget budget, Amounts spent, Amounts reserved, @Nullable String stoppedBy) {

  /// What was spent of the part that stopped calls, else of each, and of how much: `0.0497 USD of 0.0500 USD`.
  public String words() {
    return stoppedBy == null
        ? parts().stream().map(this::words).collect(Collectors.joining(", "))
        : words(stoppedBy);
  }

  private String words(String part) {
    return "%s of %s".formatted(spent.words(part), Account.whole(budget, part));
  }

  /// Those that are bounded.
  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    if (budget.usd() != null) {
      parts.add("usd");
    }
    if (budget.tokens() != null) {
      parts.add("tokens");
    }
    if (budget.calls() != null) {
      parts.add("calls");
    }
    return parts;
  }
}
