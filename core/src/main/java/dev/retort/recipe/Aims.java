package dev.retort.recipe;

import dev.retort.step.Default;
import dev.retort.teacher.Use;
import org.jspecify.annotations.Nullable;

/// What a run is for.
///
/// @param intendedUse what the data is for; the terms of sources and teachers are held against it
/// @param study how its teachers are held against each other when it is done; `{}` for what can be told of any run
public record Aims(@Default("research") Use intendedUse, @Nullable StudyOptions study) {
  public static final Aims RESEARCH = new Aims(Use.RESEARCH, null);
}
