/// Intervals, tests, rankings and agreement over arrays of numbers: pure functions.
@NullMarked
package dev.retort.measure.statistics;

import org.jspecify.annotations.NullMarked;
