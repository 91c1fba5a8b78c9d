package dev.retort.measure.style;

import dev.retort.measure.statistics.Measured;
import org.jspecify.annotations.Nullable;

/// One number of a style.
///
/// @param measured absent when no text has it
/// @param note what was matched, or why there is no number; empty when there is nothing to say
public record StyleValue(String name, @Nullable Measured measured, String note) {}
