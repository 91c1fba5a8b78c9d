package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures of each teacher's own texts, side by side.
///
/// @param measures columns
/// @param lines one a teacher, in order
public record ProfileSheet(List<Measure> measures, List<Line> lines) {

  public ProfileSheet {
    measures = List.copyOf(measures);
    lines = List.copyOf(lines);
  }

  /// @param name as in `retort measure`
  /// @param note what to know of it; empty where there is nothing
  public record Measure(String name, String note) {}

  /// @param values one a measure; null where it could not be measured, without an interval where [#bare]
  public record Line(String teacher, List<@Nullable Measured> values) {}

  /// A value that has no interval: its ends are no numbers.
  static Measured bare(double value, long sample) {
    return new Measured(value, Double.NaN, Double.NaN, sample);
  }
}
