package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  private static final Schema SCHEMA = Schema.of(Column.text("my \"text\""), Column.text("group"),
      new Column("messages", Message.LIST), new Column(Source.COLUMN, Source.LIST));

  @TempDir
  Path folder;

  private static Row row(int i) {
    return new Row("id" + i, SCHEMA, "text " + i, i % 10 == 0 ? null : i % 3 == 0 ? "a" : "b",
        Message.toList(List.of(Message.user("hi " + i))), Source.union(List.of(), new Source("read", "prompt")));
  }

  private static List<Row> rows(int count) {
    return IntStream.range(0, count).mapToObj(SampleTest::row).toList();
  }

  private MemoryTables tables(String step, long seed) {
    return new MemoryTables(folder, Facts.NONE, step, seed);
  }

  private List<Row> drawn(Sample sample, List<Row> rows, MemoryTables tables) {
    OfTable.Result result = sample.apply(new MemoryTables.Mem(SCHEMA, rows), tables);
    assertThat(result.units()).isEqualTo(rows.size());
    assertThat(result.kept()).isEqualTo(result.rows().rows());
    assertThat(tables.dropped).hasSize((int) (result.units() - result.kept()))
        .allMatch(line -> line.contains("not_sampled"));
    Set<String> ids = new TreeSet<>(tables.dropped.stream().map(line -> line.split(" ")[0]).toList());
    List<Row> kept = MemoryTables.rows(result.rows());
    kept.forEach(row -> assertThat(ids.add(row.id())).isTrue());
    assertThat(ids).hasSize(rows.size());
    return kept;
  }

  private List<Row> drawn(Sample sample, List<Row> rows) {
    return drawn(sample, rows, tables("sample", 7));
  }

  @Test
  void exactlyAsManyRowsAsWantedComeInTheirOrderAndUnchanged() {
    List<Row> rows = rows(50);
    List<Row> drawn = drawn(new Sample(12L, null, null), rows);
    assertThat(drawn).hasSize(12).isSubsetOf(rows)
        .isSortedAccordingTo(Comparator.comparingInt(rows::indexOf)).isNotEqualTo(rows.subList(0, 12));
  }

  @Test
  void theRowsAreThoseWithTheLowestKeys() {
    List<Row> rows = rows(40);
    Set<Row> lowest = rows.stream().sorted(Comparator.comparing(row -> RowKey.of(7, "sample", row.id()))).limit(9)
        .collect(Collectors.toSet());
    assertThat(drawn(new Sample(9L, null, null), rows)).containsExactlyInAnyOrderElementsOf(lowest);
  }

  @Test
  void theDrawDependsOnSeedAndStepAndNotOnTheOrder() {
    List<Row> rows = rows(60);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    Sample sample = new Sample(10L, null, null);
    List<Row> first = drawn(sample, rows);
    assertThat(drawn(sample, shuffled)).containsExactlyInAnyOrderElementsOf(first);
    assertThat(drawn(sample, rows, tables("sample", 8))).isNotEqualTo(first);
    assertThat(drawn(sample, rows, tables("other", 7))).isNotEqualTo(first);
    assertThat(drawn(new Sample(20L, null, null), rows)).containsAll(first);
  }

  @Test
  void aFractionIsRoundedHalfUp() {
    assertThat(drawn(new Sample(null, 0.1, null), rows(25))).hasSize(3);
    assertThat(drawn(new Sample(null, 0.1, null), rows(24))).hasSize(2);
    assertThat(drawn(new Sample(null, 1.0, null), rows(7))).hasSize(7);
    assertThat(drawn(new Sample(null, 0.001, null), rows(7))).isEmpty();
  }

  @Test
  void moreThanThereIsGivesAll() {
    assertThat(drawn(new Sample(100L, null, null), rows(7))).isEqualTo(rows(7));
    assertThat(drawn(new Sample(100L, null, null), rows(0))).isEmpty();
  }

  @Test
  void byDrawsWithinEachValue() {
    List<Row> rows = rows(60);
    List<Row> drawn = drawn(new Sample(4L, null, "group"), rows);
    assertThat(drawn).hasSize(12);
    assertThat(drawn.stream().collect(Collectors.groupingBy(row -> String.valueOf(row.get("group")),
        Collectors.counting()))).containsOnlyKeys("a", "b", "null").allSatisfy((group, count) -> assertThat(count)
            .isEqualTo(4));
    List<Row> half = drawn(new Sample(null, 0.5, "group"), rows);
    long ofA = rows.stream().filter(row -> Objects.equals(row.get("group"), "a")).count();
    assertThat(half.stream().filter(row -> Objects.equals(row.get("group"), "a"))).hasSize((int) (ofA + 1) / 2);
  }

  @Test
  void everyMistakeIsTold() {
    Schema schema = Schema.of(new Column("f", Type.Scalar.FLOAT));
    for (Sample wrong : List.of(new Sample(null, null, null), new Sample(1L, 0.5, null), new Sample(0L, null, null),
        new Sample(null, 0.0, null), new Sample(null, 1.5, null), new Sample(null, Double.NaN, null),
        new Sample(1L, null, "f"), new Sample(1L, null, "nope"))) {
      PlanLog plan = new PlanLog();
      wrong.columns(schema, plan);
      assertThat(plan.problems).as(wrong.toString()).hasSize(1);
    }
    PlanLog plan = new PlanLog();
    assertThat(new Sample(5L, null, null).columns(schema, plan)).isEqualTo(schema);
    assertThat(plan.problems).isEmpty();
  }
}
