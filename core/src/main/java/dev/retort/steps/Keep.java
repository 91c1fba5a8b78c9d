package dev.retort.steps;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.Default;
import dev.retort.step.OfRow;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import dev.retort.teacher.Failure;

/// Keeps the rows for which a condition holds.
///
/// The condition is a [CEL](https://cel.dev) expression over the columns and `id`: `score >= 7 && teacher != "qwen"`.
/// Numbers compare by value, so 7 is 7.0. A value that is absent is unknown: `&&` and `||` go on where the other side
/// decides, else the row is undecided, never read as no. The same holds for a key a record lacks (ask `has(meta.lang)`
/// first), a division by zero and an answer that is neither true nor false.
///
/// Reads: the columns the condition names; lists, records and JSON columns as CEL lists and maps.
///
/// Writes: the rows as they came.
///
/// Drops: `condition_false`; rows that cannot be told are counted as undecided unless `on_undecided` says otherwise.
///
/// Fails: `bad_row` for undecided rows with `on_undecided: fail`.
///
/// Cost: no model calls; O(size of the condition) a row, with at most 10,000 turns of comprehensions.
///
/// Source: Common Expression Language specification; unknown values as its evaluators track them.
///
/// ```yaml
/// - keep: {where: "score >= 7 && size(response) > 0", on_undecided: drop}
/// ```
///
/// @param where the condition
/// @param onUndecided what becomes of rows for which neither yes nor no can be told
@StepName("keep")
public record Keep(String where, @Default("drop") OnUndecided onUndecided) implements OfRow {

  /// What becomes of a row for which neither yes nor no can be told.
  public enum OnUndecided {
    /// Left out and counted as undecided.
    DROP,
    /// Kept.
    KEEP,
    /// Counted as failed.
    FAIL
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    for (String problem : KeepCondition.problems(where, input)) {
      plan.problem("where", problem);
    }
    return input;
  }

  @Override
  public Kernel kernel(Schema input, Schema output) {
    KeepCondition condition = new KeepCondition(where, input);
    return row -> switch (condition.test(row)) {
      case KeepCondition.Answer.Yes() -> Outcome.kept(row);
      case KeepCondition.Answer.No() -> new Outcome.Dropped("condition_false");
      case KeepCondition.Answer.Unknown(String reason, String detail) -> undecided(row, reason, detail);
    };
  }

  private Outcome undecided(Row row, String reason, String detail) {
    return switch (onUndecided) {
      case DROP -> new Outcome.Undecided(reason);
      case KEEP -> Outcome.kept(row);
      case FAIL -> new Outcome.Failed(Failure.BAD_ROW,
          "the condition '%s' is neither true nor false: %s. Change it, or set on_undecided."
              .formatted(where, detail));
    };
  }
}
