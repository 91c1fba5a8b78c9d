package dev.retort.recipe;

import dev.retort.UserError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of reading a recipe: the recipe, or everything that is wrong with it.
///
/// @param recipe null when there is a problem
/// @param problems in the order of the file
/// @param text the file's text; empty when it could not be read
/// @param marks file, line and column by path, such as `steps[2].judge`
public record Reading(@Nullable Recipe recipe, List<Problem> problems, String text, Map<String, String> marks) {

  public Reading {
    problems = List.copyOf(problems);
    marks = Map.copyOf(marks);
  }

  /// The problem with line and column, when it names only the file and a path.
  public Problem located(Problem problem) {
    int colon = problem.where().indexOf(": ");
    String path = colon < 0 ? "" : problem.where().substring(colon + 2);
    for (String part = path; !part.isEmpty(); part = part.substring(0, Math.max(0, cut(part)))) {
      String mark = marks.get(part);
      if (mark != null) {
        return new Problem(mark + ": " + path, problem.message());
      }
    }
    return problem;
  }

  private static int cut(String path) {
    return Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
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
