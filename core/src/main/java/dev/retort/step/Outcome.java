package dev.retort.step;

import dev.retort.row.Row;
import dev.retort.teacher.Failure;
import java.util.List;

/// How a unit ended. Every unit ends in exactly one of these, or is still pending.
public sealed interface Outcome {

  /// Kept, as one row or more.
  record Kept(List<Row> rows) implements Outcome {
    public Kept {
      rows = List.copyOf(rows);
    }
  }

  /// Left out on purpose.
  /// @param reason a short snake_case word that is counted, such as `too_short`
  record Dropped(String reason) implements Outcome {}

  /// Neither yes nor no could be told.
  record Undecided(String reason) implements Outcome {}

  /// Could not be done.
  record Failed(Failure failure, String message) implements Outcome {}

  static Outcome kept(Row... rows) {
    return new Kept(List.of(rows));
  }
}
