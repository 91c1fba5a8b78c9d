package dev.retort.measure.statistics;

/// A number that was measured, with its interval and the sample it was taken from.
///
/// @param low where the 95 % interval starts
/// @param high where it ends
/// @param sample how many units (prompts, texts, games) the value was computed from
public record Measured(double value, double low, double high, long sample) {}
