package dev.retort.run;

import dev.retort.UserError;
import dev.retort.recipe.Aims;
import dev.retort.recipe.Bounds;
import dev.retort.recipe.Catalogue;
import dev.retort.recipe.Positions;
import dev.retort.recipe.Problem;
import dev.retort.recipe.Reading;
import dev.retort.recipe.Recipe;
import dev.retort.recipe.RecipeReader;
import dev.retort.row.Schema;
import dev.retort.teacher.http.Descriptors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A recipe read and planned, with every problem found on the way.
///
/// @param options what the command line said
/// @param text the recipe's file as it was read
/// @param positions where the recipe's parts stand
/// @param plan empty of steps when the recipe could not be bound
/// @param problems of reading and planning together
public record Opened(RunOptions options, String text, Positions positions, Plan plan,
    List<Problem> problems) {

  public Opened {
    problems = List.copyOf(problems);
  }

  /// Reads and plans; calls no model.
  public static Opened open(RunOptions options) {
    Catalogue catalogue = Catalogue.load(options.plugins());
    Reading reading = RecipeReader.read(options.recipe(), options.set(), catalogue);
    List<Problem> problems = new ArrayList<>(reading.problems());
    Recipe recipe = reading.recipe();
    if (recipe == null || !problems.isEmpty()) {
      Recipe nothing = new Recipe("run", 0, Aims.RESEARCH, Bounds.NONE, Map.of(), List.of());
      return new Opened(options, reading.text(), reading.positions(),
          new Plan(nothing, List.of(), Map.of(), List.of(), List.of(), Map.of()),
          problems);
    }
    Plan plan = new Planner(reading.positions(), base(options.recipe()), recipe, Map.of()).plan();
    problems.addAll(plan.problems());
    String crowded = Descriptors.check(connections(plan));
    if (crowded != null) {
      problems.add(reading.positions().problem("teachers", crowded));
    }
    return new Opened(options, reading.text(), reading.positions(), plan, problems);
  }

  /// At most so many at once, where each teacher is asked as much as it may.
  private static long connections(Plan plan) {
    return plan.teachers().values().stream().filter(teacher -> teacher.backend().live())
        .mapToLong(teacher -> teacher.limits().inFlight()).sum();
  }

  /// The same, with later steps planned anew from the columns sources turned out to have: before a run they are told
  /// from the first records.
  Opened with(Map<String, Schema> actual) {
    Plan anew = new Planner(positions, base(), plan.recipe(), actual).plan();
    return new Opened(options, text, positions, anew, anew.problems());
  }

  /// The recipe's folder, from which relative paths start.
  public Path base() {
    return base(options.recipe());
  }

  private static Path base(Path recipe) {
    Path parent = recipe.toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  /// The run folder: the one named, else `runs/NAME` in the current folder.
  Path place() {
    Path named = options.place().folder();
    return named != null ? named : Path.of("runs", plan.recipe().recipe());
  }

  /// @throws UserError with one line a problem
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new UserError(problems.stream().map(Problem::toString).toList());
    }
  }
}
