package dev.retort.recipe;

import dev.retort.step.Default;
import dev.retort.teacher.Budget;
import org.jspecify.annotations.Nullable;

/// How far a run may go.
///
/// @param allowFailed how many units may fail before the run ends with exit code 3
/// @param budget what the run may spend in all its sittings
/// @param prices path of a YAML or JSON file of prices by model name, for teachers without a `price` of their own
public record Bounds(@Default("0") long allowFailed, @Default("{}") Budget budget, @Nullable String prices) {
  public static final Bounds NONE = new Bounds(0, Budget.NONE, null);
}
