package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Draws rows by chance, the same ones every time.
///
/// Each row gets a key, the first 8 bytes of SHA-256 over the recipe's seed, the step's name and the row's id, and the
/// rows with the lowest keys stay. So the same rows are drawn on any engine, whatever their order, and a larger `n`
/// draws all rows of a smaller one and more.
///
/// Reads: `id`, and the column of `by`.
///
/// Writes: the drawn rows as they came, in their order: exactly `n`, or `fraction` of all rounded half up (fewer where
/// fewer came in); with `by`, that many of each of its values, absent being one.
///
/// Drops: `not_sampled`.
///
/// Fails: nothing.
///
/// Cost: no model calls; O(rows log rows), memory bounded by the engine.
///
/// Source: bottom-k sampling by hash, Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
///
/// ```yaml
/// - sample: {n: 1000}
/// - sample: {fraction: 0.1, by: teacher}
/// ```
///
/// @param n how many rows; or give `fraction`
/// @param fraction which part of the rows, up to 1, to nine digits behind the point
/// @param by a text, whole-number or yes-no column; the draw is made within each of its values
@StepName("sample")
public record Sample(@Nullable Long n, @Nullable Double fraction, @Nullable String by) implements OfTable {
  private static final long PARTS = 1_000_000_000L;

  @Override
  public Schema columns(Schema input, Planning plan) {
    if ((n == null) == (fraction == null)) {
      plan.problem("n", "%s given, wanted n or fraction. Give one of them."
          .formatted(n == null ? "neither is" : "both are"));
    }
    if (n != null && n < 1) {
      plan.problem("n", "n is %d, wanted 1 or more.".formatted(n));
    }
    if (fraction != null && !(fraction >= 1.0 / PARTS && fraction <= 1)) {
      plan.problem("fraction", "fraction is %s, wanted 0.000000001 to 1.".formatted(fraction));
    }
    if (by != null && plan.need(input, "by", by) && !groupable(input.type(by))) {
      plan.problem("by", "'%s' is not a text, whole-number or yes-no column. Name one that is.".formatted(by));
    }
    return input;
  }

  private static boolean groupable(Type type) {
    return type == Type.Scalar.TEXT || type == Type.Scalar.INT || type == Type.Scalar.BOOL;
  }

  @Override
  public Result apply(Data input, Tables tables) {
    Schema keySchema = keySchema(input.schema());
    Data keyed = tables.map(input, keySchema, row -> Outcome.kept(keyed(row, keySchema, tables)));
    Schema pickedSchema = Schema.of(Column.integer("sample_position"));
    Data picked = tables.query(pickSql(), Map.of("keyed", keyed), pickedSchema);
    Data rows = tables.load(input.schema(), sink -> take(input, picked, sink, tables));
    return new Result(rows, input.rows(), rows.rows());
  }

  private Schema keySchema(Schema input) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("sample_key")));
    if (by != null) {
      columns.add(new Column("sample_by", input.type(by)));
    }
    return new Schema(columns);
  }

  private Row keyed(Row row, Schema keySchema, Tables tables) {
    String key = RowKey.of(tables.seed(), tables.step(), row.id());
    return by == null ? new Row(row.id(), keySchema, key) : new Row(row.id(), keySchema, key, row.get(by));
  }

  /// Whole numbers only: `rank <= round(parts / 10^9 * total)` without dividing.
  private String pickSql() {
    String within = by == null ? "" : "PARTITION BY sample_by ";
    return """
        SELECT id, _n AS sample_position FROM (
          SELECT id, _n, row_number() OVER (%sORDER BY sample_key, id, _n) AS place, count(*) OVER (%s) AS total FROM keyed)
        WHERE %s ORDER BY _n"""
        .formatted(within, within, n != null
            ? "place <= " + n
            : "place * %d <= total * %d + %d".formatted(2 * PARTS, 2 * parts(), PARTS));
  }

  private long parts() {
    return BigDecimal.valueOf(Objects.requireNonNull(fraction)).multiply(BigDecimal.valueOf(PARTS))
        .setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /// Goes through the rows and the drawn positions side by side, so that wide rows are never sorted.
  private static void take(Data input, Data picked, Sink sink, Tables tables) {
    try (Rows all = tables.scan(input); Rows drawn = tables.scan(picked)) {
      long position = 0;
      @Nullable
      Row next = drawn.next();
      for (Row row = all.next(); row != null; row = all.next(), position++) {
        if (next != null && Objects.equals(next.get(0), position)) {
          sink.add(row);
          next = drawn.next();
        } else {
          tables.drop(row.id(), new Outcome.Dropped("not_sampled"), "");
        }
        tables.progress(position + 1);
      }
    }
  }
}
