package dev.retort.steps;

import dev.retort.step.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a step says while it is planned.
final class TestPlanning implements Step.Planning {
  final List<String> problems = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  private final Path folder;

  TestPlanning(Path folder) {
    this.folder = folder;
  }

  @Override
  public String step() {
    return "chats";
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
    return List.of();
  }

  @Override
  public List<String> members(String option, String teacherOrGroup) {
    return List.of();
  }

  @Override
  public Path resolve(String path) {
    return folder.resolve(path);
  }
}
