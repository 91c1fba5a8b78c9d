package dev.retort.steps;

import dev.retort.UserError;
import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the answers to one prompt side by side in a row: all in a list, or every two of them.
///
/// `respond` gives a row for each answer; `compare` and `rank` want the answers to one prompt in one. Rows of one prompt
/// must stand together, as `respond` writes them; a table in which they do not is refused. Unit: row.
///
/// Reads: `by`, `name` and `text`; `messages` and `prompt` where they come in.
///
/// Writes: `by`; `messages`, without the last answer, and `prompt` where they come in; the columns of `keep`, as the first
/// row has them; with `layout: list` the column `candidates`, a list of {teacher, response} in the order of the rows; with
/// `layout: pairs` one row for every two of them, with `a`, `b`, `teacher_a`, `teacher_b`; `simulated` (yes-no, of any of
/// them); `sources`, of all of them. The `id` is new: a child's of the first answer's.
///
/// Drops: `no_key` and `no_response` where a value is absent; with `layout: pairs` also `alone`, an answer to a prompt with
/// no other.
///
/// Fails: nothing. The run ends where rows of one prompt do not stand together, or more than 1,000 do.
///
/// Cost: no model calls; two passes over the rows, one prompt's answers in memory.
///
/// Source: ours.
///
/// ```yaml
/// - gather: {layout: pairs}
/// - compare: {teacher: judge}
/// ```
///
/// @param by the column in which answers to one prompt have the same value
/// @param layout all answers in a list, or every two in a row
/// @param name the column with the name of who answered
/// @param text the column with the answer
/// @param keep further columns to carry along
@StepName("gather")
public record Gather(@Default("prompt_id") String by, @Default("list") Layout layout, @Default("teacher") String name,
    @Default("response") String text, @Default("[]") List<String> keep) implements OfTable {

  private static final Type CANDIDATES = new Type.ListOf(
      new Type.Struct(List.of(Column.text("teacher"), Column.text("response"))));
  private static final String MESSAGES = "messages";
  private static final int MOST = 1_000;
  /// Columns whose earlier values are in the new one.
  private static final Set<String> CARRIED = Set.of("simulated", Source.COLUMN);

  /// How answers stand side by side.
  public enum Layout {
    LIST, PAIRS
  }

  public Gather {
    keep = List.copyOf(keep);
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    boolean known = plan.need(input, "by", by);
    if (known && input.type(by) != Type.Scalar.TEXT && input.type(by) != Type.Scalar.INT) {
      plan.problem("by", "'%s' is not a text or whole-number column. Name one that is.".formatted(by));
    }
    for (String column : List.of(name, text)) {
      String option = column.equals(name) ? "name" : "text";
      if (plan.need(input, option, column) && input.type(column) != Type.Scalar.TEXT) {
        plan.problem(option, "column '%s' is %s, wanted a text.".formatted(column, input.type(column)));
      }
    }
    keep.forEach(column -> plan.need(input, "keep", column));
    Schema own = own();
    if (own.has(by)) {
      plan.problem("by", "'%s' is written by the step itself. Give the column another name with select.".formatted(by));
    }
    keep.stream().filter(column -> own.has(column) && !CARRIED.contains(column)).forEach(column -> plan.problem("keep",
        "'%s' is written by the step itself. Give the column another name with select.".formatted(column)));
    return known && keep.stream().allMatch(input::has) ? output(input) : input;
  }

  /// The columns the step makes.
  private Schema own() {
    List<Column> made = new ArrayList<>(layout == Layout.LIST
        ? List.of(new Column("candidates", CANDIDATES))
        : List.of(Column.text("a"), Column.text("b"), Column.text("teacher_a"), Column.text("teacher_b")));
    made.addAll(List.of(Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST)));
    return new Schema(made);
  }

  private Schema output(Schema input) {
    Schema own = own();
    List<Column> columns = new ArrayList<>();
    for (Column column : input.columns()) {
      boolean carried = List.of(by, "prompt", MESSAGES).contains(column.name()) || keep.contains(column.name());
      if (carried && !own.has(column.name())) {
        columns.add(column);
      }
    }
    columns.addAll(own.columns());
    return new Schema(columns);
  }

  @Override
  public Result apply(Data input, Tables tables) {
    Schema output = output(input.schema());
    Schema keySchema = Schema.of(new Column("gather_key", input.schema().type(by)));
    Data keyed = tables.map(input, keySchema, row -> Outcome.kept(new Row(row.id(), keySchema, row.get(by))));
    Data counted = tables.query("SELECT 'all' AS id, count(DISTINCT gather_key) AS keys FROM keyed ORDER BY id",
        Map.of("keyed", keyed), Schema.of(Column.integer("keys")));
    long keys = keys(counted, tables);
    long[] kept = new long[1];
    Data rows = tables.load(output,
        sink -> kept[0] = gather(input, tables, new Group(this, output, sink, tables), keys));
    return new Result(rows, input.rows(), kept[0]);
  }

  private static long keys(Data counted, Tables tables) {
    try (Rows rows = tables.scan(counted)) {
      return (Long) Objects.requireNonNull(Objects.requireNonNull(rows.next()).get(0));
    }
  }

  private long gather(Data input, Tables tables, Group group, long keys) {
    long groups = 0;
    long done = 0;
    @Nullable
    Object last = null;
    try (Rows rows = tables.scan(input)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        Object key = row.get(by);
        if (key == null) {
          tables.drop(row.id(), new Outcome.Dropped("no_key"), "");
        } else if (!key.equals(last)) {
          group.end();
          last = key;
          groups++;
        }
        if (key != null) {
          group.add(row);
        }
        tables.progress(++done);
      }
    }
    group.end();
    if (groups != keys) {
      throw new UserError(("step %s: %d values of '%s' stand in %d places, wanted the rows of each together. "
          + "Put it behind the step that answers, or read a file that is sorted by it.").formatted(tables.step(), keys,
              by, groups));
    }
    return group.kept;
  }

  /// The answers to one prompt.
  private static final class Group {
    private final Gather options;
    private final Schema output;
    private final Sink sink;
    private final Tables tables;
    private final List<Row> rows = new ArrayList<>();
    private long kept;

    Group(Gather options, Schema output, Sink sink, Tables tables) {
      this.options = options;
      this.output = output;
      this.sink = sink;
      this.tables = tables;
    }

    void add(Row row) {
      if (row.get(options.text) == null) {
        tables.drop(row.id(), new Outcome.Dropped("no_response"), "");
      } else if (rows.size() == MOST) {
        throw new UserError("step %s: more than %d rows have '%s' = %s, wanted the answers to one prompt. Name another "
            .formatted(tables.step(), MOST, options.by, row.get(options.by)) + "column in 'by'.");
      } else {
        rows.add(row);
      }
    }

    void end() {
      if (options.layout == Layout.LIST && !rows.isEmpty()) {
        sink.add(list());
        kept += rows.size();
      } else if (rows.size() == 1) {
        tables.drop(rows.getFirst().id(), new Outcome.Dropped("alone"), "");
      } else {
        pairs();
        kept += rows.size();
      }
      rows.clear();
    }

    private Row list() {
      List<@Nullable Object> candidates = new ArrayList<>();
      for (Row row : rows) {
        Map<String, @Nullable Object> candidate = new LinkedHashMap<>();
        candidate.put("teacher", row.text(options.name));
        candidate.put("response", row.text(options.text));
        candidates.add(candidate);
      }
      return made(rows, 0).set("candidates", candidates);
    }

    private void pairs() {
      long ordinal = 0;
      for (int i = 0; i < rows.size(); i++) {
        for (int j = i + 1; j < rows.size(); j++) {
          Row a = rows.get(i);
          Row b = rows.get(j);
          sink.add(made(List.of(a, b), ordinal++).set("a", a.text(options.text)).set("b", b.text(options.text))
              .set("teacher_a", a.text(options.name)).set("teacher_b", b.text(options.name)));
        }
      }
    }

    private Row made(List<Row> of, long ordinal) {
      Row first = rows.getFirst();
      List<Source> sources = of.stream().flatMap(row -> Source.of(row).stream()).toList();
      Row made = first.as(output, first.childId(tables.step(), "", ordinal))
          .set("simulated", of.stream().anyMatch(Group::simulated)).set(Source.COLUMN, Source.union(sources));
      boolean chat = output.has(MESSAGES) && output.type(MESSAGES).equals(Message.LIST);
      return chat ? made.set(MESSAGES, Message.toList(asked(Message.list(first, MESSAGES)))) : made;
    }

    private static boolean simulated(Row row) {
      return row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    }

    /// The chat without what stands behind its last user turn.
    private static List<Message> asked(List<Message> chat) {
      List<Message> asked = new ArrayList<>(chat);
      while (!asked.isEmpty() && !asked.getLast().is("user")) {
        asked.removeLast();
      }
      return asked;
    }
  }
}
