package dev.retort.recipe;

import dev.retort.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of reading a recipe: the recipe, or everything that is wrong with it.
///
/// @param recipe null when there is a problem
/// @param problems in the order of the file
/// @param text the file's text; empty when it could not be read
/// @param positions where its parts stand
public record Reading(@Nullable Recipe recipe, List<Problem> problems, String text, Positions positions) {

  public Reading {
    problems = List.copyOf(problems);
  }

  /// The recipe.
  /// @throws UserError with a line for every problem
  public Recipe orThrow() {
    if (recipe == null) {
      throw new UserError(problems.stream().map(Problem::toString).toList());
    }
    return recipe;
  }
}
