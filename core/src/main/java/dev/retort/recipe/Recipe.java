package dev.retort.recipe;

import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Use;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole recipe: sources, teachers and steps.
///
/// @param recipe its name; the run folder's name unless `--run` says otherwise
/// @param randomSeed from which everything random is drawn
/// @param aims what it is for
/// @param bounds how far it may go
/// @param teachers models by name
/// @param steps in order
public record Recipe(@Default("run") String recipe, @Default("0") long randomSeed, @Inline Aims aims,
    @Inline Bounds bounds, @Default("{}") Map<String, Teacher> teachers, List<StepEntry> steps) {

  public Recipe {
    teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
    steps = List.copyOf(steps);
  }

  /// What the data is for.
  public Use intendedUse() {
    return aims.intendedUse();
  }

  /// How many units may fail before the run ends with exit code 3.
  public long allowFailed() {
    return bounds.allowFailed();
  }
}
