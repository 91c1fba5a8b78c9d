package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyJson;
import dev.retort.app.study.StudyRequest;
import dev.retort.app.study.StudyWords;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.run.FinishedRun;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.step.OfTable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The study of a run whose answers two judges scored, with prices, and of which some were dropped.
class JudgedStudyTest {
  private static final String RECIPE = """
      recipe: judged
      random_seed: 7
      intended_use: research
      teachers:
        scholar:
          simulated: {model: sim-scholar, timing: 0}
          price: {input: 1, output: 2, as_of: "2026-11-01", source: "https://example.org/prices"}
        careless: {simulated: {model: sim-careless, timing: 0}}
      steps:
        - simulated_chats: {rows: 12}
        - respond: {teachers: [scholar, careless], context: original}
        - judge: {teacher: [scholar, careless], prompt: messages, on_unparsed: keep}
        - judge_report: {families: {scholar: scholars, careless: others}}
        - keep: {where: "score >= 4.0"}
      """;

  @TempDir
  Path temp;

  private StudyData study() throws Exception {
    Path recipe = Files.writeString(temp.resolve("judged.yaml"), RECIPE);
    new LocalLibrary().run(new RunOptions(recipe, new Place(temp.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), RunListener.SILENT);
    return new LocalLibrary().study(new StudyRequest(temp.resolve("run"), List.of(), Map.of()));
  }

  /// Means of the scores in the judge's table, by judge and teacher.
  private Map<String, DoubleSummaryStatistics> means() {
    Map<String, DoubleSummaryStatistics> means = new TreeMap<>();
    try (FinishedRun finished = FinishedRun.open(temp.resolve("run"), temp.resolve("work"));
        OfTable.Rows rows = finished.scan("judge")) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        if (row.get("score") instanceof Double score) {
          means.computeIfAbsent(row.text("score_judge") + " of " + row.text("teacher"),
              _ -> new DoubleSummaryStatistics()).accept(score);
        }
      }
    }
    return means;
  }

  @Test
  void everyJudgeHasATableAndNothingIsCountedTwice() throws Exception {
    StudyData study = study();
    JsonNode json = StudyJson.of(study);

    assertThat(study.head().table()).isEqualTo("judge");
    assertThat(study.study().scores()).extracting(sheet -> sheet.column())
        .containsExactly("score by careless", "score by scholar");
    Map<String, DoubleSummaryStatistics> means = means();
    assertThat(means).hasSize(4);
    json.path("scores").forEach(sheet -> sheet.path("teachers").forEach(line -> {
      String key = sheet.path("column").stringValue("").replace("score by ", "") + " of "
          + line.path("teacher").stringValue("");
      DoubleSummaryStatistics direct = Objects.requireNonNull(means.get(key));
      assertThat(line.at("/mean/value").asDouble()).isCloseTo(direct.getAverage(), within(1e-9));
      assertThat(line.path("without").asLong()).isEqualTo(12 - direct.getCount());
    }));
    assertThat(study.teachers()).allSatisfy(line -> assertThat(line.sheet().answers().given()).isEqualTo(12));
    assertThat(study.study().basis().sample().repeated()).isZero();
    JsonNode report = Json.read(Files.readString(temp.resolve("run/judging/judge-report.json")));
    assertThat(study.judges()).filteredOn(line -> line.what().equals("own family"))
        .extracting(line -> line.judge() + " " + line.measured().value()).containsExactlyInAnyOrder(
            favour(report.path("scores").get(0)), favour(report.path("scores").get(1)));
  }

  private static String favour(JsonNode judge) {
    return judge.path("judge").stringValue("") + " " + judge.at("/own_family/value").doubleValue();
  }

  @Test
  void costIsThatOfTheAnswersAndOnlyWhereAPriceIsStated() throws Exception {
    StudyData study = study();
    TreeMap<String, Long> accepted = new TreeMap<>();
    try (FinishedRun finished = FinishedRun.open(temp.resolve("run"), temp.resolve("work"));
        OfTable.Rows rows = finished.scan("keep")) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        accepted.merge(String.valueOf(row.text("teacher")), 1L, Long::sum);
      }
    }
    JsonNode spend = Json.read(Files.readString(temp.resolve("run/run.json"))).at(
        "/spend/by_teacher_and_step");
    BigDecimal usd = null;
    for (JsonNode line : spend) {
      usd = line.path("teacher").stringValue("").equals("scholar")
          && line.path("step").stringValue("").equals("respond")
              ? line.path("usd").decimalValue()
              : usd;
    }

    assertThat(study.teachers()).allSatisfy(
        line -> assertThat(line.cost().accepted()).isEqualTo(accepted.getOrDefault(line.name(), 0L)));
    assertThat(study.teachers().getFirst().cost().usd()).isNotNull().isEqualTo(usd);
    assertThat(study.teachers().getLast().cost().usd()).isNull();
    assertThat(study.simulated()).isTrue();
    assertThat(StudyWords.limits(study)).anyMatch(limit -> limit.contains("graded their own answers"));
  }
}
