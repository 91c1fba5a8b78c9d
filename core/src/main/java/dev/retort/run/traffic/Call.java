package dev.retort.run.traffic;

import java.time.Duration;

/// What is asked leave for.
///
/// @param row names the call when it gets stuck
/// @param cost estimated tokens
/// @param deadline longest it may be under way
public record Call(String row, Cost cost, Duration deadline) {}
