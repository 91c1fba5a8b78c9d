package dev.retort.run.probe;

import dev.retort.recipe.Problem;
import dev.retort.run.Fallbacks;
import dev.retort.run.Plan;
import dev.retort.step.OfModel;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Teacher;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Holds what steps need against what teachers can do.
final class Needs {
  private Needs() {}

  /// Only what a teacher surely cannot do is a problem; what nobody can tell is left to the run.
  /// @param file the recipe's
  static List<Problem> problems(String file, Plan plan, List<Sheet> sheets) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Sheet> byTeacher = new HashMap<>();
    for (Sheet sheet : sheets) {
      byTeacher.put(sheet.teacher(), sheet);
      for (Capability always : List.of(Capability.REACHABLE, Capability.MODEL)) {
        if (sheet.finding(always) instanceof Finding.No(String why)) {
          problems.add(new Problem("%s: teachers.%s".formatted(file, sheet.teacher()), why));
        }
      }
    }
    for (Plan.Node node : plan.nodes()) {
      if (node.entry().step() instanceof OfModel step) {
        String where = "%s: steps[%d].%s".formatted(file, node.number() - 1, node.name());
        Fallbacks.asked(step, plan.teachers()).forEach(name -> {
          Sheet sheet = byTeacher.get(name);
          Teacher teacher = plan.teachers().get(name);
          if (sheet != null && teacher != null) {
            unmet(where, sheet, needs(step, teacher), problems);
          }
        });
      }
    }
    return problems;
  }

  private static Set<Capability> needs(OfModel step, Teacher teacher) {
    Set<Capability> needs = EnumSet.noneOf(Capability.class);
    needs.addAll(step.needs());
    needs.addAll(Capability.neededBy(teacher.sampling()));
    return needs;
  }

  private static void unmet(String where, Sheet sheet, Set<Capability> needs, List<Problem> problems) {
    for (Capability need : needs) {
      if (sheet.finding(need) instanceof Finding.No(String why)) {
        problems
            .add(new Problem(where, "teacher '%s' cannot do %s, which this step needs: %s%s Ask another teacher here."
                .formatted(sheet.teacher(), need.words(), why, why.endsWith(".") ? "" : ".")));
      }
    }
  }
}
