package dev.retort.recipe;

import dev.retort.step.Step;
import dev.retort.step.StepName;
import org.jspecify.annotations.Nullable;

/// One entry of `steps`: a step, and its place in the graph.
///
/// @param step what is done; the key names the step (`keep: {...}`), beside the keys below
/// @param as a name by which others start from it; else the step's own name, numbered where it stands twice
/// @param from the entry whose table it takes; else the one before
public record StepEntry(Step step, @Nullable String as, @Nullable String from) {
  /// The kind's name, as recipes write it.
  public String kind() {
    StepName name = step.getClass().getAnnotation(StepName.class);
    return name == null ? step.getClass().getSimpleName() : name.value();
  }
}
