package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.step.Step;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimulatedChatsTest {
  private static final Schema NONE = new Schema(List.of());

  private static Loaded load(SimulatedChats step, long seed, long limit) {
    Loaded tables = new Loaded(seed, limit);
    OfTable.Result result = step.apply(new Nothing(), tables);
    assertThat(result.units()).isEqualTo(tables.rows.size());
    assertThat(result.kept()).isEqualTo(result.units());
    return tables;
  }

  @Test
  void chatsHaveTheirColumnsAndSources() {
    List<Row> rows = load(new SimulatedChats(60, 3, List.of()), 7, Long.MAX_VALUE).rows;
    assertThat(rows).hasSize(60);
    for (Row row : rows) {
      List<Message> messages = Message.list(row, "messages");
      assertThat(messages.size() % 2).isZero();
      assertThat(messages.getLast().is("assistant")).isTrue();
      assertThat(row.get("simulated")).isEqualTo(true);
      assertThat(Source.of(row)).containsExactly(new Source("chats", "prompt"));
      assertThat(Objects.equals(row.text("family"), "plain")).isEqualTo(row.text("answer") == null);
    }
  }

  @Test
  void equalSeedsGiveEqualRowsAndALimitTheFirstOfThem() {
    SimulatedChats step = new SimulatedChats(40, 2, List.of());
    List<Row> rows = load(step, 7, Long.MAX_VALUE).rows;
    assertThat(load(step, 7, Long.MAX_VALUE).rows).isEqualTo(rows);
    assertThat(load(step, 7, 5).rows).isEqualTo(rows.subList(0, 5));
    assertThat(load(step, 8, Long.MAX_VALUE).rows).isNotEqualTo(rows);
  }

  @Test
  void equalChatsHaveIdsOfTheirOwn() {
    List<Row> rows = load(new SimulatedChats(2_000, 1, List.of("string")), 7, Long.MAX_VALUE).rows;
    assertThat(new HashSet<>(rows.stream().map(Row::id).toList())).hasSize(2_000);
    assertThat(new HashSet<>(rows.stream().map(row -> Message.list(row, "messages")).toList()))
        .hasSizeLessThan(2_000);
    assertThat(rows.getFirst().id()).matches("[0-9a-f]{32}-0");
  }

  @Test
  void optionsThatCannotBeAreToldAllAtOnce() {
    Problems plan = new Problems();
    new SimulatedChats(0, 99, List.of("riddles")).columns(NONE, plan);
    assertThat(plan.problems).hasSize(3).anyMatch(problem -> problem.contains("riddles"));
    Problems none = new Problems();
    assertThat(new SimulatedChats(3, 1, List.of("date")).columns(NONE, none).has("messages")).isTrue();
    assertThat(none.problems).isEmpty();
  }

  @Test
  void everyUseIsAllowed() {
    for (Use use : Use.values()) {
      assertThat(new SimulatedChats(1, 1, List.of()).brings().verdict(use)).isEqualTo(Terms.Verdict.ALLOWED);
    }
  }

  private record Nothing() implements OfTable.Data {
    @Override
    public Schema schema() {
      return NONE;
    }

    @Override
    public long rows() {
      return 0;
    }
  }

  private record Made(Schema schema, long rows) implements OfTable.Data {}

  /// Keeps what a source loads.
  private static final class Loaded implements OfTable.Tables {
    private final List<Row> rows = new ArrayList<>();
    private final long seed;
    private final long limit;

    Loaded(long seed, long limit) {
      this.seed = seed;
      this.limit = limit;
    }

    @Override
    public OfTable.Data load(Schema schema, OfTable.Loader loader) {
      loader.load(rows::add);
      return new Made(schema, rows.size());
    }

    @Override
    public long limit() {
      return limit;
    }

    @Override
    public String step() {
      return "chats";
    }

    @Override
    public long seed() {
      return seed;
    }

    @Override
    public void progress(long done) {
      assertThat(done).isEqualTo(rows.size());
    }

    @Override
    public OfTable.Data query(String sql, Map<String, OfTable.Data> inputs, Schema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OfTable.Data map(OfTable.Data in, Schema out, OfRow.Kernel kernel) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OfTable.Rows scan(OfTable.Data data) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void drop(String id, Outcome outcome, String detail) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path resolve(String path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path export(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path temporary() {
      throw new UnsupportedOperationException();
    }

    @Override
    public OfTable.RunFacts facts() {
      throw new UnsupportedOperationException();
    }
  }

  /// Keeps what is told wrong.
  private static final class Problems implements Step.Planning {
    private final List<String> problems = new ArrayList<>();

    @Override
    public void problem(String option, String message) {
      problems.add(option + ": " + message);
    }

    @Override
    public String step() {
      return "chats";
    }

    @Override
    public void note(String message) {}

    @Override
    public List<String> teachers() {
      return List.of();
    }

    @Override
    public List<String> members(String option, String teacherOrGroup) {
      return List.of();
    }

    @Override
    public Path resolve(String path) {
      return Path.of(path);
    }
  }
}
