package dev.retort.recipe;

/// Something wrong in a recipe.
///
/// @param where file, line, column and path: `recipe.yaml:14:7: steps[2].judge`
/// @param message what was found, what was wanted, what to do
public record Problem(String where, String message) {
  @Override
  public String toString() {
    return where + ": " + message;
  }
}
