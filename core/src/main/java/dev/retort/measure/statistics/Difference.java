package dev.retort.measure.statistics;

/// How much one array of values is above another on the same units.
///
/// @param mean the mean of `a - b` over the units that have both, with its bootstrap interval
/// @param p two-sided, of the sign-flip test: how often signs drawn by chance give a mean as far from 0
/// @param smallest the smallest p the number of flips could have shown
public record Difference(Measured mean, double p, double smallest) {}
