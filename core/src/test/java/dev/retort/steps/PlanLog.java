package dev.retort.steps;

import dev.retort.step.Step;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Hears what a step says while it is planned.
final class PlanLog implements Step.Planning {
  final List<String> problems = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  private final Map<String, List<String>> teachers;
  private final Use use;
  private final Map<String, Terms> descends;

  PlanLog(String... teachers) {
    this(Use.RESEARCH, Map.of(), teachers);
  }

  PlanLog(Use use, Map<String, Terms> descends, String... teachers) {
    this.use = use;
    this.descends = descends;
    this.teachers = new java.util.LinkedHashMap<>();
    for (String teacher : teachers) {
      String group = teacher.contains("/") ? teacher.substring(0, teacher.indexOf('/')) : teacher;
      this.teachers.computeIfAbsent(group, key -> new ArrayList<>()).add(teacher);
    }
  }

  @Override
  public String step() {
    return "step";
  }

  @Override
  public void problem(String option, String message) {
    problems.add(option + ": " + message);
  }

  @Override
  public void note(String message) {
    notes.add(message);
  }

  @Override
  public List<String> teachers() {
    return teachers.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public List<String> members(String option, String teacherOrGroup) {
    List<String> members = teachers.getOrDefault(teacherOrGroup, List.of());
    if (members.isEmpty()) {
      problem(option, "no teacher '%s'".formatted(teacherOrGroup));
    }
    return members;
  }

  @Override
  public Path resolve(String path) {
    return Path.of(path);
  }

  @Override
  public Use intendedUse() {
    return use;
  }

  @Override
  public Map<String, Terms> descends() {
    return descends;
  }
}
