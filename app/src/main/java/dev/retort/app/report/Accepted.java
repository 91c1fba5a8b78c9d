package dev.retort.app.report;

import dev.retort.row.Row;
import dev.retort.run.FinishedRun;
import dev.retort.step.OfTable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rows that came through the last step: those that money was spent for.
///
/// @param step the step's name; empty when it is not finished
/// @param rows all of them
/// @param byTeacher those whose column `teacher` names one
public record Accepted(String step, long rows, Map<String, Long> byTeacher) {
  public static final Accepted NONE = new Accepted("", 0, Map.of());

  public Accepted {
    byTeacher = Collections.unmodifiableMap(new TreeMap<>(byTeacher));
  }

  /// @param last the recipe's last step
  static Accepted of(FinishedRun finished, String last) {
    if (!finished.steps().contains(last)) {
      return NONE;
    }
    long rows = finished.table(last).rows();
    Map<String, Long> byTeacher = new TreeMap<>();
    if (finished.table(last).schema().has("teacher")) {
      try (OfTable.Rows all = finished.scan(last)) {
        for (Row row = all.next(); row != null; row = all.next()) {
          byTeacher.merge(Objects.requireNonNullElse(row.text("teacher"), ""), 1L, Long::sum);
        }
      }
    }
    return new Accepted(last, rows, byTeacher);
  }

  /// Rows of one teacher; null where rows do not name theirs.
  public @Nullable Long of(String teacher) {
    return byTeacher.isEmpty() ? null : byTeacher.getOrDefault(teacher, 0L);
  }
}
