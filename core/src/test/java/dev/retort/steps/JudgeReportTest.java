package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
import dev.retort.steps.JudgeReport.About;
import dev.retort.steps.JudgeReport.Labels;
import dev.retort.steps.JudgeReport.Of;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JudgeReportTest {
  private static final Schema PAIRS = Schema.of(Column.text("a"), Column.text("b"), Column.text("wrote_a"),
      Column.text("wrote_b"), Column.text("verdict"), Column.text("verdict_judge"),
      new Column("verdict_details", Verdicts.ORDERS), Column.integer("one"), Column.integer("two"),
      Column.integer("three"));

  @TempDir
  Path folder = Path.of("");

  private static Map<String, @Nullable Object> order(String first, @Nullable String verdict) {
    Map<String, @Nullable Object> detail = new LinkedHashMap<>();
    detail.put("first", first);
    detail.put("verdict", verdict);
    return detail;
  }

  private static Row pair(String id, @Nullable String aFirst, @Nullable String bFirst, Object... people) {
    List<@Nullable Object> details = new ArrayList<>(List.of(order("a", aFirst), order("b", bFirst)));
    return new Row(id, PAIRS, "longer", "long", "qwen-7b", "llama-8b", aFirst, "qwen", details, people[0], people[1],
        people[2]);
  }

  private JsonNode json(JudgeReport report, Schema schema, List<Row> rows) throws Exception {
    PlanLog plan = new PlanLog();
    assertThat(report.columns(schema, plan)).isEqualTo(schema);
    assertThat(plan.problems).isEmpty();
    MemoryTables tables = new MemoryTables(folder, Facts.NONE, "judge_report", 0);
    OfTable.Data data = new MemoryTables.Mem(schema, rows);
    OfTable.Result result = report.apply(data, tables);
    assertThat(result).as("rows go on as they came").isEqualTo(new OfTable.Result(data, rows.size(), rows.size()));
    return Json.read(Files.readString(folder.resolve("judging/judge-report.json")));
  }

  @Test
  void comparisonsAreCountedByOrderAndHeldAgainstTheMajorityOfPeople() throws Exception {
    JudgeReport report = new JudgeReport("judging", Of.USUAL,
        new About("a", "b", "wrote_a", "wrote_b", null, null), List.of("one", "two", "three"), Labels.USUAL, Map.of());
    JsonNode found = json(report, PAIRS, List.of(pair("1", "a", "a", 1L, 1L, 2L), pair("2", "a", "b", 0L, 0L, 1L),
        pair("3", "b", "b", 2L, 2L, 2L), pair("4", null, "b", 1L, 1L, 1L), pair("5", "a", "a", 0L, 1L, 2L),
        pair("6", "a", "a", 2L, 2L, 7L))).path("comparisons").path(0);
    assertThat(found.path("judge").asString()).isEqualTo("qwen");
    assertThat(found.path("pairs").intValue()).isEqualTo(6);
    assertThat(found.path("decided").intValue()).isEqualTo(4);
    assertThat(found.path("ties").intValue()).isEqualTo(1);
    assertThat(found.path("undecided").intValue()).isEqualTo(1);
    assertThat(found.path("inconsistent").intValue()).isEqualTo(1);
    assertThat(found.path("position").path("usable").intValue()).isEqualTo(5);
    assertThat(found.path("position").path("first_share").path("value").doubleValue()).isEqualTo(0.6);
    assertThat(found.path("length").path("share").path("value").doubleValue()).isEqualTo(0.75);
    assertThat(found.path("own_family").path("share").path("value").doubleValue()).isEqualTo(0.75);
    JsonNode people = found.path("people");
    assertThat(people.path("labelled").intValue()).as("row 5 has no majority, row 4 no verdict").isEqualTo(4);
    assertThat(people.path("undecided").intValue()).isEqualTo(1);
    assertThat(people.path("accuracy").path("value").doubleValue()).isEqualTo(0.75);
    assertThat(people.path("counts").path("people_b").path("judge_a").intValue()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("judging/judge-report.md"))).contains("## qwen, comparing",
        "6 pairs: 4 decided, 1 ties (1 of them because the orders disagreed), 1 undecided",
        "| same verdict in both orders | 0.800 |", "was not measured");
  }

  @Test
  void verdictsThatStoodInAFileTellNothingOfOrders() throws Exception {
    Schema schema = Schema.of(Column.text("gpt_result"), Column.integer("human"));
    JudgeReport report = new JudgeReport("judging", new Of("gpt_result", null, null), About.USUAL, List.of("human"),
        Labels.USUAL, Map.of());
    JsonNode found = json(report, schema, List.of(new Row("1", schema, "1", 1L), new Row("2", schema, "Tie", 0L),
        new Row("3", schema, "garbage", 2L), new Row("4", schema, null, 2L))).path("comparisons").path(0);
    assertThat(found.path("judge").asString()).isEqualTo("gpt_result");
    assertThat(found.path("undecided").intValue()).isEqualTo(2);
    assertThat(found.path("position").has("bias")).isFalse();
    assertThat(found.path("people").path("accuracy").path("value").doubleValue()).isEqualTo(1);
  }

  @Test
  void scoresAndRankingsAreReportedByJudge() throws Exception {
    Schema schema = Schema.of(Column.text("response"), Column.text("teacher"), new Column("score", Type.Scalar.FLOAT),
        Column.text("score_judge"), new Column("rank", Verdicts.RANKS), new Column("rank_shown", Verdicts.RANKS));
    JsonNode found = json(JudgeReport.USUAL, schema,
        List.of(new Row("1", schema, "x", "llama", 4.0, "qwen", List.of(2L, 1L), List.of(1L, 0L)),
            new Row("2", schema, "y", "llama", null, "qwen", List.of(2L, 1L), List.of(0L, 1L)),
            new Row("3", schema, "z", "qwen", 9.0, "gemma", null, List.of(0L, 1L))));
    JsonNode qwen = found.path("scores").path(1);
    assertThat(qwen.path("judge").asString()).isEqualTo("qwen");
    assertThat(qwen.path("scored").intValue()).isEqualTo(1);
    assertThat(qwen.path("unscored").intValue()).isEqualTo(1);
    JsonNode rank = found.path("rankings").path(0);
    assertThat(rank.path("ranked").intValue()).isEqualTo(2);
    assertThat(rank.path("unranked").intValue()).isEqualTo(1);
    assertThat(rank.path("place").path("value").doubleValue()).as("once the first shown won, once the last").isZero();
  }

  @Test
  void noJudgesWordIsAProblemAndSoIsAPathOutside() {
    PlanLog plan = new PlanLog();
    JudgeReport.USUAL.columns(Schema.of(Column.text("response")), plan);
    new JudgeReport("x", new Of("vote", null, null), About.USUAL, List.of(), Labels.USUAL, Map.of())
        .columns(Schema.of(Column.text("response")), plan);
    assertThat(plan.problems).hasSize(2).anyMatch(line -> line.contains("no column 'verdict', 'score' or 'rank'"))
        .anyMatch(line -> line.contains("no column 'vote'"));
    assertThatThrownBy(() -> new JudgeReport("../x", Of.USUAL, About.USUAL, List.of(), Labels.USUAL, Map.of()))
        .hasMessageContaining("not a folder inside the run folder");
  }

  @Test
  void labelsOfPeopleWrittenOtherwiseLeaveWhatCompareWroteReadable() throws Exception {
    JudgeReport report = new JudgeReport("judging", Of.USUAL, About.USUAL, List.of("one"),
        new Labels(List.of("1"), List.of("2"), List.of("0")), Map.of());
    JsonNode found = json(report, PAIRS, List.of(pair("1", "a", "a", 1L, 1L, 2L), pair("2", "b", "b", 1L, 1L, 2L)))
        .path("comparisons").path(0);
    assertThat(found.path("undecided").intValue()).isZero();
    assertThat(found.path("people").path("accuracy").path("value").doubleValue()).isEqualTo(0.5);
    Schema bare = Schema.of(Column.text("verdict"), Column.text("verdict_judge"), Column.text("one"));
    JsonNode alone = json(report, bare, List.of(new Row("1", bare, "a", "qwen", "1"))).path("comparisons").path(0);
    assertThat(alone.path("decided").intValue()).isOne();
  }

  @Test
  void aWordThatStandsForTwoLabelsIsRefused() {
    assertThatThrownBy(() -> new Labels(List.of("1"), List.of("2"), List.of("1")))
        .hasMessageContaining("labels name '1' twice");
    assertThatThrownBy(() -> new Labels(List.of("Left"), List.of("left"), List.of()))
        .hasMessageContaining("labels name 'left' twice");
  }

  @Test
  void aNamedColumnOfAnotherKindIsAProblemAndNotPassedOver() {
    Schema schema = Schema.of(Column.text("verdict"), Column.text("grade"), new Column("order", Verdicts.RANKS));
    PlanLog plan = new PlanLog();
    new JudgeReport("x", new Of(null, "grade", "order"), About.USUAL, List.of(), Labels.USUAL, Map.of())
        .columns(schema, plan);
    assertThat(plan.problems).hasSize(2)
        .anyMatch(line -> line.startsWith("score: column 'grade' is TEXT, wanted numbers"))
        .anyMatch(line -> line.contains("with 'order_shown' beside it"));
  }

  @Test
  void anAbsentAnswerHasNoLength() throws Exception {
    Schema one = Schema.of(Column.text("a"), Column.text("verdict"));
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      rows.add(new Row("r" + i, one, "x".repeat(i), i % 2 == 0 ? "a" : "b"));
    }
    JsonNode length = json(JudgeReport.USUAL, one, rows).path("comparisons").path(0).path("length");
    assertThat(length.isEmpty()).as("nothing is known of b").isTrue();
    Schema scored = Schema.of(Column.text("response"), Column.integer("score"));
    List<Row> scores = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      scores.add(new Row("r" + i, scored, i == 5 ? null : "x".repeat(i), (long) i));
    }
    JsonNode found = json(JudgeReport.USUAL, scored, scores).path("scores").path(0);
    assertThat(found.path("mean").path("sample").intValue()).isEqualTo(5);
    assertThat(found.path("length").path("sample").intValue()).isEqualTo(4);
  }

  @Test
  void whatASimulatedModelSaidIsToldAsSuch() throws Exception {
    Schema schema = Schema.of(Column.text("verdict"), Column.bool("simulated"));
    List<Row> rows = List.of(new Row("1", schema, "a", true), new Row("2", schema, "b", false));
    assertThat(json(JudgeReport.USUAL, schema, rows).path("simulated_rows").intValue()).isOne();
    assertThat(Files.readString(folder.resolve("judging/judge-report.md"))).contains("In 1 rows a simulated model");
    json(JudgeReport.USUAL, schema, rows.subList(1, 2));
    assertThat(Files.readString(folder.resolve("judging/judge-report.md"))).doesNotContain("simulated model");
  }

  @Test
  void theRunsOwnFilesAreNotWrittenOver() {
    for (String path : List.of(".", "tables", "drops/x", "a/../..", "ledger.db")) {
      assertThatThrownBy(() -> new JudgeReport(path, Of.USUAL, About.USUAL, List.of(), Labels.USUAL, Map.of()))
          .as(path).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void furtherSamplesOnTheSameRowAreToldOf() throws Exception {
    Schema schema = Schema.of(Column.text("response"), Column.integer("score"), Column.integer("score_sample"));
    List<Row> rows = List.of(new Row("1", schema, "x", 4L, 0L), new Row("2", schema, "x", 5L, 1L));
    assertThat(json(JudgeReport.USUAL, schema, rows).path("repeated_rows").intValue()).isOne();
    assertThat(Files.readString(folder.resolve("judging/judge-report.md"))).contains("1 rows are further samples");
    assertThat(json(JudgeReport.USUAL, schema, rows.subList(0, 1)).path("repeated_rows").intValue()).isZero();
    assertThat(Files.readString(folder.resolve("judging/judge-report.md"))).doesNotContain("further samples");
  }
}
