package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gathers a bounded draw of texts into one row for each group.
///
/// For steps that look at a corpus as a whole, such as `cluster_agent`. Which texts are drawn is decided as in
/// `sample`, by a key of each row, so a larger `n` draws all texts of a smaller one and more. Unit: row.
///
/// Reads: `column`, a text; the column of `by`; `id`.
///
/// Writes: a row for each value of `by` (absent being one), in the order in which they first come, or one row for all:
/// the column of `by`, `texts` (list of text, in the order of the rows, each of at most `characters` code points),
/// `texts_in_group` (int: rows with a text), `texts_cut` (int: how many of the drawn were longer), `simulated` (yes-no:
/// whether a simulated model wrote one of them) and `sources` (of the drawn). The `id` is new.
///
/// Drops: `no_text` where the text is absent or blank, `not_drawn`.
///
/// Fails: nothing.
///
/// Cost: no model calls; O(rows log rows), memory bounded by the engine and 32 million characters of drawn texts.
///
/// Source: bottom-k sampling by hash, Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
///
/// ```yaml
/// - draw_texts: {column: response, by: teacher}
/// - draw_texts: {column: text, n: 5000, characters: 1000}
/// ```
///
/// @param column the texts
/// @param by a text, whole-number or yes-no column; each of its values is a group
/// @param n texts of a group at most
/// @param characters length in code points at which a text is cut
@StepName("draw_texts")
public record DrawTexts(@Default("response") String column, @Nullable String by, @Default("1000") int n,
    @Default("2000") int characters) implements OfTable {
  /// Characters of a row, so that a row fits into memory a few times.
  private static final long MOST_CHARACTERS = 32_000_000;

  private static final Schema KEYED = Schema.of(Column.text("draw_key"), Column.bool("draw_text"));
  private static final Schema PICKED = Schema.of(Column.integer("draw_position"), Column.integer("draw_group"),
      Column.integer("draw_total"));

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && input.type(column) != Type.Scalar.TEXT) {
      plan.problem("column", "column '%s' is %s, wanted a text.".formatted(column, input.type(column)));
    }
    if (n < 1 || characters < 1 || (long) n * characters > MOST_CHARACTERS) {
      plan.problem("n", "n is %d and characters %d, wanted 1 or more each and at most %d multiplied. Draw fewer or cut "
          .formatted(n, characters, MOST_CHARACTERS) + "them shorter.");
    }
    if (by == null || !plan.need(input, "by", by)) {
      return new Schema(DrawTextsGroup.COLUMNS);
    }
    if (!groupable(input.type(by))) {
      plan.problem("by", "'%s' is not a text, whole-number or yes-no column. Name one that is.".formatted(by));
    }
    if (new Schema(DrawTextsGroup.COLUMNS).has(by)) {
      plan.problem("by", "'%s' is written by the step itself. Give the column another name with select.".formatted(by));
      return new Schema(DrawTextsGroup.COLUMNS);
    }
    return schema(input);
  }

  private static boolean groupable(Type type) {
    return type == Type.Scalar.TEXT || type == Type.Scalar.INT || type == Type.Scalar.BOOL;
  }

  private Schema schema(Schema input) {
    List<Column> columns = new ArrayList<>(DrawTextsGroup.COLUMNS);
    if (by != null) {
      columns.addFirst(new Column(by, input.type(by)));
    }
    return new Schema(columns);
  }

  @Override
  public Result apply(Data input, Tables tables) {
    Schema keySchema = by == null ? KEYED : KEYED.with(new Column("draw_by", input.schema().type(by)));
    Data keyed = tables.map(input, keySchema, row -> Outcome.kept(keyed(row, keySchema, tables)));
    Data picked = tables.query(pickSql(), Map.of("keyed", keyed), PICKED);
    Schema one = DrawTextsGroup.drawn(by == null ? null : input.schema().type(by));
    Data drawn = tables.load(one, sink -> take(input, picked, one, sink, tables));
    DrawTextsGroup.Gathering gathering = new DrawTextsGroup.Gathering(drawn, schema(input.schema()), by);
    Data groups = tables.load(gathering.made(), sink -> gathering.all(sink, tables));
    return new Result(groups, input.rows(), drawn.rows());
  }

  private Row keyed(Row row, Schema keySchema, Tables tables) {
    String key = RowKey.of(tables.seed(), tables.step(), row.id());
    boolean text = has(row);
    return by == null ? new Row(row.id(), keySchema, key, text) : new Row(row.id(), keySchema, key, text, row.get(by));
  }

  private boolean has(Row row) {
    String text = row.text(column);
    return text != null && !text.isBlank();
  }

  private String pickSql() {
    String within = by == null ? "" : "PARTITION BY draw_by ";
    return """
        SELECT id, draw_position, dense_rank() OVER (ORDER BY draw_first) - 1 AS draw_group, draw_total FROM (
          SELECT id, _n AS draw_position, min(_n) OVER (%s) AS draw_first, count(*) OVER (%s) AS draw_total,
            row_number() OVER (%sORDER BY draw_key, id, _n) AS draw_place FROM keyed WHERE draw_text)
        WHERE draw_place <= %d ORDER BY draw_position"""
        .formatted(within, within, within, n);
  }

  /// Goes through the rows and the drawn positions side by side, so that wide rows are never sorted.
  private void take(Data input, Data picked, Schema one, Sink sink, Tables tables) {
    try (Rows all = tables.scan(input); Rows draws = tables.scan(picked)) {
      long position = 0;
      @Nullable
      Row next = draws.next();
      for (Row row = all.next(); row != null; row = all.next(), position++) {
        if (next != null && Objects.equals(next.get(0), position)) {
          sink.add(drawn(row, next, one));
          next = draws.next();
        } else {
          tables.drop(row.id(), new Outcome.Dropped(has(row) ? "not_drawn" : "no_text"), "");
        }
        tables.progress(position + 1);
      }
    }
  }

  private Row drawn(Row row, Row picked, Schema one) {
    String text = Objects.requireNonNull(row.text(column));
    boolean longer = text.codePointCount(0, text.length()) > characters;
    boolean simulated = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    Row drawn = row.as(one, row.id()).set("draw_group", picked.get("draw_group"))
        .set("draw_total", picked.get("draw_total"))
        .set("draw_text", longer ? text.substring(0, text.offsetByCodePoints(0, characters)) : text)
        .set("draw_cut", longer).set("simulated", simulated).set(Source.COLUMN, Source.union(Source.of(row)));
    return by == null ? drawn : drawn.set("draw_by", row.get(by));
  }
}
