package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfTable;
import dev.retort.steps.Gather.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatherTest {
  private static final Schema SCHEMA = Schema.of(Column.text("prompt_id"), Column.text("teacher"),
      new Column("messages", Message.LIST), Column.text("response"), Column.bool("simulated"), Column.integer("week"),
      new Column(Source.COLUMN, Source.LIST));

  @TempDir
  Path folder = Path.of("");

  private MemoryTables tables() {
    return new MemoryTables(folder, Facts.NONE, "gather", 0);
  }

  private static Row row(String id, @Nullable String prompt, String teacher, @Nullable String response) {
    return new Row(id, SCHEMA, prompt, teacher,
        Message.toList(List.of(Message.user("Why?"), Message.assistant(String.valueOf(response)))), response,
        teacher.equals("sim"), 7L, Source.union(List.of(), new Source(teacher, "generator")));
  }

  private List<Row> gathered(Gather gather, MemoryTables tables, Row... rows) {
    PlanLog plan = new PlanLog();
    Schema planned = gather.columns(SCHEMA, plan);
    assertThat(plan.problems).isEmpty();
    OfTable.Result result = gather.apply(new MemoryTables.Mem(SCHEMA, List.of(rows)), tables);
    assertThat(result.rows().schema()).isEqualTo(planned);
    assertThat(result.units()).isEqualTo(rows.length);
    assertThat(result.kept() + tables.dropped.size()).as("every row is kept or dropped").isEqualTo(rows.length);
    return MemoryTables.rows(result.rows());
  }

  @Test
  void answersToOnePromptStandInAList() {
    Gather gather = new Gather("prompt_id", Layout.LIST, "teacher", "response", List.of("week"));
    List<Row> rows = gathered(gather, tables(), row("1", "p", "x", "one"), row("2", "p", "sim", "two"),
        row("3", "q", "x", "three"));
    assertThat(rows).hasSize(2);
    Row first = rows.getFirst();
    assertThat(first.schema().names()).containsExactly("prompt_id", "messages", "week", "candidates", "simulated",
        "sources");
    assertThat(first.list("candidates")).isEqualTo(
        List.of(Map.of("teacher", "x", "response", "one"), Map.of("teacher", "sim", "response", "two")));
    assertThat(Message.list(first, "messages")).containsExactly(Message.user("Why?"));
    assertThat(first.get("simulated")).isEqualTo(true);
    assertThat(first.get("week")).isEqualTo(7L);
    assertThat(Source.of(first)).containsExactly(new Source("sim", "generator"), new Source("x", "generator"));
    assertThat(rows.getLast().get("simulated")).isEqualTo(false);
  }

  @Test
  void everyTwoAnswersMakeARow() {
    Gather gather = new Gather("prompt_id", Layout.PAIRS, "teacher", "response", List.of());
    MemoryTables tables = tables();
    List<Row> rows = gathered(gather, tables, row("1", "p", "x", "one"), row("2", "p", "y", "two"),
        row("3", "p", "sim", "three"), row("4", "q", "x", "alone"), row("5", null, "x", "no key"),
        row("6", "r", "x", null));
    assertThat(rows).extracting(row -> row.text("a") + "-" + row.text("b")).containsExactly("one-two", "one-three",
        "two-three");
    assertThat(rows).extracting(row -> row.text("teacher_a") + "-" + row.text("teacher_b")).containsExactly("x-y",
        "x-sim", "y-sim");
    assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
    assertThat(Source.of(rows.getFirst())).as("only what the pair descends from").hasSize(2);
    assertThat(Objects.requireNonNull(rows.getFirst().get("simulated"))).isEqualTo(false);
    assertThat(tables.dropped).hasSize(3).anyMatch(line -> line.startsWith("4 ") && line.contains("alone"))
        .anyMatch(line -> line.startsWith("5 ") && line.contains("no_key"))
        .anyMatch(line -> line.startsWith("6 ") && line.contains("no_response"));
  }

  @Test
  void rowsOfOnePromptThatDoNotStandTogetherAreRefused() {
    Gather gather = new Gather("prompt_id", Layout.LIST, "teacher", "response", List.of());
    assertThatThrownBy(() -> gathered(gather, tables(), row("1", "p", "x", "one"), row("2", "q", "x", "two"),
        row("3", "p", "y", "three"))).isInstanceOf(UserError.class)
        .hasMessageContaining("2 values of 'prompt_id' stand in 3 places");
  }

  @Test
  void columnsThatAreNotThereAreTold() {
    PlanLog plan = new PlanLog();
    new Gather("chat", Layout.LIST, "model", "response", List.of("day")).columns(SCHEMA, plan);
    assertThat(plan.problems).hasSize(3).anyMatch(line -> line.startsWith("by: no column 'chat'"))
        .anyMatch(line -> line.startsWith("name: no column 'model'"))
        .anyMatch(line -> line.startsWith("keep: no column 'day'"));
  }

  @Test
  void aColumnTheStepWritesItselfIsNotLostWithoutAWord() {
    Schema schema = SCHEMA.with(Column.text("a"), Column.text("candidates"));
    PlanLog plan = new PlanLog();
    new Gather("prompt_id", Layout.PAIRS, "teacher", "response", List.of("a", "simulated")).columns(schema, plan);
    new Gather("candidates", Layout.LIST, "teacher", "response", List.of("a")).columns(schema, plan);
    assertThat(plan.problems).hasSize(2).anyMatch(line -> line.startsWith("keep: 'a' is written by the step itself"))
        .anyMatch(line -> line.startsWith("by: 'candidates' is written by the step itself"));
  }
}
