package dev.retort.study;

import dev.retort.measure.statistics.Difference;

/// Two teachers on the prompts that both have a value for.
///
/// @param difference mean of `a` less that of `b`
/// @param adjusted p corrected for how many pairs were compared
public record Comparison(String a, String b, Difference difference, double adjusted) {}
