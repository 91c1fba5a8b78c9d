package dev.retort.steps;

import dev.retort.step.OfModel.Lane;
import dev.retort.step.Step.Planning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lanes of a step that names teachers or groups.
final class Lanes {
  private Lanes() {}

  /// One lane for each of the known teachers that is named, or whose group is; all of them when none is named.
  static List<Lane> of(List<String> named, int samples, List<String> known) {
    Set<String> asked = new LinkedHashSet<>();
    for (String name : known) {
      if (named.isEmpty() || named.contains(name) || named.contains(group(name))) {
        asked.add(name);
      }
    }
    return asked.stream().map(name -> new Lane(name, samples)).toList();
  }

  /// The group a teacher of the name `group/member` belongs to.
  private static String group(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /// Tells where the recipe has not exactly one teacher of the name.
  static void checkOne(@Nullable String teacher, Planning plan) {
    List<String> teachers = teacher == null ? plan.teachers() : plan.members("teacher", teacher);
    boolean unknown = teacher != null && teachers.isEmpty();
    if (!unknown && teachers.size() != 1) {
      plan.problem("teacher",
          "found %s, wanted one teacher. Name it.".formatted(teachers.isEmpty() ? "none" : teachers));
    }
  }
}
