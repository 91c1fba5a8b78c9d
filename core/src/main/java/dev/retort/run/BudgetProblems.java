package dev.retort.run;

import dev.retort.recipe.Positions;
import dev.retort.recipe.Problem;
import dev.retort.recipe.Recipe;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfModel;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Refuses budgets that could not be kept: of money without a price, of money or tokens without a longest answer.
final class BudgetProblems {
  private final Positions positions;
  private final Recipe recipe;
  private final Map<String, Teacher> teachers;
  private final List<Problem> problems = new ArrayList<>();

  private BudgetProblems(Positions positions, Recipe recipe, Map<String, Teacher> teachers) {
    this.positions = positions;
    this.recipe = recipe;
    this.teachers = teachers;
  }

  /// @param teachers by name, groups expanded, with their prices
  static List<Problem> of(Positions positions, Recipe recipe, Map<String, Teacher> teachers, List<Node> nodes) {
    BudgetProblems found = new BudgetProblems(positions, recipe, teachers);
    teachers.forEach((name, teacher) -> found.check(name, teacher, nodes));
    return found.problems;
  }

  private void check(String name, Teacher teacher, List<Node> nodes) {
    List<Node> asking = nodes.stream().filter(node -> node.entry().step() instanceof OfModel step
        && Fallbacks.asked(step, teachers).contains(name)).toList();
    if (asking.isEmpty()) {
      return;
    }
    String money = first(teacher.meter().budget().usd() != null, recipe.bounds().budget().usd() != null, name, "usd");
    String tokens = money != null
        ? money
        : first(teacher.meter().budget().tokens() != null, recipe.bounds().budget().tokens() != null, name, "tokens");
    if (money != null && teacher.meter().price() == null && teacher.backend().billed()) {
      problem(name, "", unpriced(name, teacher, money));
    }
    for (Node node : asking) {
      if (tokens != null && bound((OfModel) node.entry().step(), teacher) == null) {
        problem(name, ".sampling",
            ("nothing bounds the answers of teacher '%s' in step '%s', where %s can only be kept "
                + "against a longest answer. Give sampling: {max_tokens: ...}, or limits: {context_window: ...}.")
                .formatted(name, node.name(), tokens));
        return;
      }
    }
  }

  private @Nullable String first(boolean own, boolean ofTheRun, String teacher, String part) {
    return own ? "teachers.%s.budget.%s".formatted(group(teacher), part) : ofTheRun ? "budget." + part : null;
  }

  private static String unpriced(String name, Teacher teacher, String budget) {
    String model = teacher.backend().model();
    return "teacher '%s' has no price, where %s bounds what is spent. Give price: {input: ..., output: ..., as_of: DAY, source: URL}%s."
        .formatted(name, budget,
            model == null ? "" : ", or name model '%s' in the file under 'prices:'".formatted(model));
  }

  private void problem(String teacher, String below, String message) {
    problems.add(positions.problem("teachers." + group(teacher) + below, message));
  }

  /// The name in the recipe, of which the teacher may be a member.
  private String group(String teacher) {
    String name = teacher;
    while (!recipe.teachers().containsKey(name) && name.contains("/")) {
      name = name.substring(0, name.lastIndexOf('/'));
    }
    return name;
  }

  /// The longest answer of a step's calls, in tokens; null when nothing bounds it.
  static @Nullable Long bound(OfModel step, Teacher teacher) {
    return bound(teacher.sampling().with(step.sampling()), teacher.limits());
  }

  /// The same of one call's sampling.
  static @Nullable Long bound(Sampling sampling, Limits limits) {
    for (String name : CallsMost.CAPS) {
      if (sampling.extra().get(name) instanceof Number cap) {
        return cap.longValue();
      }
    }
    if (sampling.maxTokens() != null) {
      return (long) sampling.maxTokens();
    }
    Integer window = limits.contextWindow();
    return window == null ? null : Long.valueOf(window);
  }

  /// Whether money or a budget is spoken of, so that it is worth telling beforehand what a run takes.
  static boolean any(Plan plan) {
    return plan.recipe().bounds().budget().bounds() || plan.teachers().values().stream().map(Teacher::meter)
        .anyMatch(meter -> meter.price() != null || meter.budget().bounds());
  }
}
