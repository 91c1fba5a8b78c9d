package dev.retort.steps;

import dev.retort.step.Default;
import org.jspecify.annotations.Nullable;

/// Where what is graded stands.
///
/// @param prompt the column with the request, a text or a chat; `prompt` or else `messages` when absent
/// @param response the column with the response, a text or a chat that ends with it; `response` or else `messages` when
/// absent
/// @param reference a column with the correct answer, shown to the judge where the row has one
/// @param into the column for the score; those written beside it begin with this name
public record JudgeColumns(@Nullable String prompt, @Nullable String response, @Nullable String reference,
    @Default("score") String into) {

  /// As they are called after `respond` and `prompt`.
  public static final JudgeColumns USUAL = new JudgeColumns(null, null, null, "score");

  public JudgeColumns {
    if (into.isBlank()) {
      throw new IllegalArgumentException("into is blank, wanted a column's name.");
    }
  }
}
