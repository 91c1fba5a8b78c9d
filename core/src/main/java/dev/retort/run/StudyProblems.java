package dev.retort.run;

import dev.retort.UserError;
import dev.retort.files.Globs;
import dev.retort.recipe.Positions;
import dev.retort.recipe.PreferenceFiles;
import dev.retort.recipe.Problem;
import dev.retort.recipe.Recipe;
import dev.retort.recipe.StudyOptions;
import dev.retort.run.Plan.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a recipe's study could not find when the run is done: told before the first call.
final class StudyProblems {
  private StudyProblems() {}

  /// @param base the recipe's folder
  /// @param nodes with their columns
  static List<Problem> of(Positions positions, Path base, Recipe recipe, List<Node> nodes) {
    List<Problem> problems = new ArrayList<>();
    StudyOptions study = recipe.aims().study();
    if (study == null) {
      return problems;
    }
    String from = study.from();
    List<String> names = nodes.stream().map(Node::name).toList();
    if (from != null && !names.contains(from)) {
      problems.add(positions.problem("study.from",
          "found '%s', wanted the name of a step, one of %s. Correct the name.".formatted(from, names)));
    }
    boolean answers = nodes.stream()
        .anyMatch(node -> node.columns().has(study.by()) && node.columns().has("response"));
    if (!answers) {
      problems.add(positions.problem("study", ("no step gives both '%s' and 'response', which a study holds teachers"
          + " against each other by. Add 'respond', or name another column with 'by'.").formatted(study.by())));
    }
    PreferenceFiles files = study.preferences();
    for (String path : files == null ? List.<String>of() : files.path()) {
      try {
        Globs.expand(base.resolve(path));
      } catch (UserError e) {
        e.lines().forEach(line -> problems.add(positions.problem("study.preferences.path", line)));
      }
    }
    return problems;
  }
}
