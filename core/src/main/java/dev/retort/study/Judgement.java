package dev.retort.study;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What one annotator thought of two answers to one prompt.
///
/// @param file where it stands
/// @param annotator who judged
/// @param a the model that stands first: the baseline
/// @param b the model that stands second: the one that is judged
/// @param value the judgement as it stands; null where it is undecided
public record Judgement(Path file, String annotator, String a, String b, String prompt, @Nullable Double value) {}
