package dev.retort.recipe;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a recipe is read with, beside its text.
///
/// @param base the folder from which relative paths start
/// @param variables environment variables by name; null for one that is not set
record Environment(Path base, Function<String, @Nullable String> variables) {}
