package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawTextsTest {
  private static final Schema SCHEMA = Schema.of(Column.text("response"), Column.text("teacher"),
      Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  private static final Schema GROUPED = Schema.of(Column.text("teacher"),
      new Column("texts", new Type.ListOf(Type.Scalar.TEXT)), Column.integer("texts_in_group"),
      Column.integer("texts_cut"), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));

  @TempDir
  Path folder;

  private static Row row(int i, @Nullable String text, @Nullable String teacher) {
    return new Row("id" + i, SCHEMA, text, teacher, "b".equals(teacher),
        Source.union(List.of(), new Source(teacher == null ? "read" : teacher, "generator")));
  }

  private static List<Row> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> row(i, i % 7 == 0 ? " " : i % 11 == 0 ? null : "text " + i,
            i % 5 == 0 ? null : i % 2 == 0 ? "a" : "b"))
        .toList();
  }

  private List<Row> drawn(DrawTexts step, List<Row> rows, MemoryTables tables) {
    OfTable.Result result = step.apply(new MemoryTables.Mem(SCHEMA, rows), tables);
    assertThat(result.units()).isEqualTo(rows.size());
    assertThat(result.kept() + tables.dropped.size()).isEqualTo(rows.size());
    List<Row> groups = MemoryTables.rows(result.rows());
    assertThat(groups.stream().mapToLong(group -> texts(group).size()).sum()).isEqualTo(result.kept());
    PlanLog plan = new PlanLog();
    assertThat(result.rows().schema()).isEqualTo(step.columns(SCHEMA, plan));
    assertThat(plan.problems).isEmpty();
    return groups;
  }

  private List<Row> drawn(DrawTexts step, List<Row> rows) {
    return drawn(step, rows, tables());
  }

  private MemoryTables tables() {
    return new MemoryTables(folder, Facts.NONE, "draw_texts", 7);
  }

  private static List<@Nullable Object> texts(Row group) {
    return Objects.requireNonNull(group.list("texts"));
  }

  @Test
  void oneRowForEachGroupInTheOrderInWhichTheyCome() {
    List<Row> rows = rows(100);
    MemoryTables tables = tables();
    List<Row> groups = drawn(new DrawTexts("response", "teacher", 10, 2_000), rows, tables);
    assertThat(groups).hasSize(3).allMatch(group -> group.schema().equals(GROUPED))
        .extracting(group -> group.text("teacher")).containsExactly("b", "a", null);
    for (Row group : groups) {
      List<String> all = rows.stream()
          .filter(row -> String.valueOf(row.text("teacher")).equals(String.valueOf(group.text("teacher"))))
          .map(row -> String.valueOf(row.text("response"))).filter(text -> text.startsWith("text")).toList();
      assertThat(group.get("texts_in_group")).isEqualTo((long) all.size());
      assertThat(texts(group)).hasSize(10).isSubsetOf(all).isSortedAccordingTo((a, b) -> Integer
          .compare(all.indexOf(String.valueOf(a)), all.indexOf(String.valueOf(b)))).isNotEqualTo(all.subList(0, 10));
    }
    assertThat(groups.getFirst().get("simulated")).isEqualTo(true);
    assertThat(groups.get(1).get("simulated")).isEqualTo(false);
    assertThat(Source.of(groups.get(1))).containsExactly(new Source("a", "generator"));
    assertThat(groups).extracting(Row::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(tables.dropped).anyMatch(line -> line.contains("no_text")).anyMatch(line -> line.contains("not_drawn"));
    assertThat(tables.dropped.stream().filter(line -> line.contains("no_text"))).hasSize(
        (int) rows.stream().filter(row -> row.text("response") == null || " ".equals(row.text("response"))).count());
  }

  @Test
  void withoutByAllIsOneGroup() {
    List<Row> groups = drawn(new DrawTexts("response", null, 1_000, 2_000), rows(50));
    assertThat(groups).singleElement().satisfies(group -> {
      assertThat(group.get("texts_in_group")).isEqualTo((long) texts(group).size());
      assertThat(group.schema().has("teacher")).isFalse();
      assertThat(Source.of(group)).hasSize(3);
    });
    assertThat(drawn(new DrawTexts("response", null, 10, 10), List.of())).isEmpty();
  }

  @Test
  void theDrawHangsOnSeedStepAndIdsAndALargerOneHoldsTheSmaller() {
    List<Row> rows = rows(100);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(2));
    DrawTexts ten = new DrawTexts("response", null, 10, 2_000);
    List<@Nullable Object> first = texts(drawn(ten, rows).getFirst());
    assertThat(texts(drawn(ten, shuffled).getFirst())).containsExactlyInAnyOrderElementsOf(first);
    assertThat(texts(drawn(new DrawTexts("response", null, 20, 2_000), rows).getFirst())).containsAll(first);
    assertThat(texts(drawn(ten, rows, new MemoryTables(folder, Facts.NONE, "draw_texts", 8)).getFirst()))
        .isNotEqualTo(first);
  }

  @Test
  void longTextsAreCutAtACodePointAndTheCutsCounted() {
    String smile = Character.toString(0x1F600);
    List<Row> rows = List.of(row(1, smile.repeat(5), "a"), row(2, smile.repeat(4), "a"), row(3, "abcdef", "a"));
    Row group = drawn(new DrawTexts("response", "teacher", 10, 4), rows).getFirst();
    assertThat(texts(group)).containsExactly(smile.repeat(4), smile.repeat(4), "abcd");
    assertThat(group.get("texts_cut")).isEqualTo(2L);
  }

  /// Rows so large that only one group is held at a time.
  @Test
  void groupsThatAreNotHeldAtOnceAreGatheredOneAfterTheOther() {
    List<Row> rows = rows(60);
    List<Row> few = drawn(new DrawTexts("response", "teacher", 1_000, 32_000), rows);
    assertThat(few).isEqualTo(drawn(new DrawTexts("response", "teacher", 1_000, 100), rows)).hasSize(3);
  }

  @Test
  void everyMistakeIsTold() {
    Schema schema = Schema.of(Column.text("t"), Column.integer("i"), new Column("f", Type.Scalar.FLOAT),
        Column.bool("simulated"));
    for (DrawTexts wrong : List.of(new DrawTexts("nope", null, 1, 1), new DrawTexts("i", null, 1, 1),
        new DrawTexts("t", "f", 1, 1), new DrawTexts("t", "nope", 1, 1), new DrawTexts("t", "simulated", 1, 1),
        new DrawTexts("t", null, 0, 1), new DrawTexts("t", null, 1, 0), new DrawTexts("t", null, 20_000, 20_000))) {
      PlanLog plan = new PlanLog();
      wrong.columns(schema, plan);
      assertThat(plan.problems).as(wrong.toString()).hasSize(1);
    }
  }

  @Test
  void groupsAreTheSameHoweverManyAreHeldAtOnceAndSmallOnesAreGoneThroughOnce() {
    Schema drawn = DrawTextsGroup.drawn(Type.Scalar.TEXT);
    Random random = new Random(4);
    List<Row> rows = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      int group = random.nextInt(100);
      if (!order.contains(group)) {
        order.add(group);
      }
      rows.add(new Row("id" + i, drawn, (long) order.indexOf(group), 30L, "text " + i, false, false,
          Source.union(List.of()), "g" + group));
    }
    OfTable.Data data = new MemoryTables.Mem(drawn, rows);
    List<Row> atOnce = new ArrayList<>();
    assertThat(new DrawTextsGroup.Gathering(data, GROUPED, "teacher").all(atOnce::add, tables())).isOne();
    assertThat(atOnce).hasSize(100);
    List<Row> one = new ArrayList<>();
    assertThat(new DrawTextsGroup.Gathering(data, GROUPED, "teacher", 1).all(one::add, tables())).isEqualTo(100);
    assertThat(one).isEqualTo(atOnce);
    List<Row> some = new ArrayList<>();
    assertThat(new DrawTextsGroup.Gathering(data, GROUPED, "teacher", 20_000).all(some::add, tables()))
        .isBetween(9, 40);
    assertThat(some).isEqualTo(atOnce);
  }
}
