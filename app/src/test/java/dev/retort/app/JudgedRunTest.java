package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Judges in whole runs: their words hang on nothing but the recipe, and their terms are held against the intended use.
class JudgedRunTest {
  private static final String RECIPE = """
      recipe: judged
      random_seed: 3
      teachers:
        one: {simulated: {model: sim-scholar, timing: 0.01, faults: {reset: 0.1, error_500: 0.1}}}
        two: {simulated: {model: sim-chatty, timing: 0.01}}
        three: {simulated: {model: sim-careless, timing: 0.01, faults: {rate_limit: 0.1}}}
      steps:
        - simulated_chats: {rows: 30}
        - respond: {teachers: [one, two], context: first_turn_only}
        - judge: {teacher: [one, three], rubric: [helpfulness, readability], on_unparsed: keep}
        - judge_report: {path: grades}
        - write: {columns: [score, score_expected, score_judge]}
        - prompt: {template: "{{#messages}}{{content}} {{/messages}}", teacher: one, answer: {into: a}}
          from: simulated_chats
        - prompt: {template: "{{#messages}}{{content}} {{/messages}}", teacher: three, answer: {into: b}}
        - compare: {teacher: two, prompt: messages, on_unparsed: undecided}
        - judge_report: {path: verdicts}
      """;
  private static final String DENIED = """
      recipe: denied
      intended_use: commercial
      teachers:
        writer: {simulated: {model: sim-brief}, terms: {name: free, allow: [commercial]}}
        grader: {simulated: {model: sim-scholar}, terms: {name: closed, %s: [commercial]}}
      steps:
        - simulated_chats: {rows: 3}
        - respond: {teachers: [writer], context: first_turn_only}
        - judge: {teacher: grader}
        - keep: {where: "score >= 1"}
        - write: {layout: chat}
      """;

  @TempDir
  Path temp;

  private RunSummary run(String name, String text, Path folder, Map<String, String> set) throws IOException {
    Path recipe = Files.writeString(temp.resolve(name), text);
    return Run.execute(new RunOptions(recipe, new Place(folder, null), set, Long.MAX_VALUE, new Retry.All(), List.of()),
        RunListener.SILENT);
  }

  private Map<String, byte[]> bytes(int inFlight) throws IOException {
    Path folder = temp.resolve("run-" + inFlight);
    Map<String, String> set = new TreeMap<>();
    for (String teacher : List.of("one", "two", "three")) {
      set.put("teachers." + teacher + ".limits.in_flight", String.valueOf(inFlight));
    }
    RunSummary summary = run("judged.yaml", RECIPE, folder, set);
    assertThat(summary.state()).isEqualTo(RunSummary.State.DONE);
    assertThat(summary.calls().failed()).isPositive();
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String part : List.of("export", "grades", "verdicts", "tables", "drops")) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")).toList()) {
          bytes.put(folder.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return bytes;
  }

  @Test
  void whatJudgesSayIsTheSameWhateverTheOrderOfTheirReplies() throws Exception {
    Map<String, byte[]> one = bytes(1);
    Map<String, byte[]> many = bytes(64);
    assertThat(many.keySet()).isEqualTo(one.keySet());
    one.forEach((name, bytes) -> assertThat(many.get(name)).as(name).isEqualTo(bytes));
    JsonNode scores = Json.read(new String(one.get("grades/judge-report.json"), StandardCharsets.UTF_8))
        .path("scores");
    assertThat(scores).extracting(judge -> judge.path("judge").asString()).containsExactly("one", "three");
    assertThat(scores).allSatisfy(
        judge -> assertThat(judge.path("scored").longValue() + judge.path("unscored").longValue()).isEqualTo(60));
    JsonNode pairs = Json
        .read(new String(one.get("verdicts/judge-report.json"), StandardCharsets.UTF_8))
        .path("comparisons").path(0);
    assertThat(pairs.path("judge").asString()).isEqualTo("two");
    assertThat(pairs.path("position").path("usable").longValue()).isEqualTo(pairs.path("pairs").longValue())
        .isBetween(20L, 30L);
  }

  @Test
  void aJudgeWhoseTermsDenyTheUseStopsTheExportBeforeAnyCall() throws Exception {
    Path folder = temp.resolve("denied");
    assertThatThrownBy(() -> run("denied.yaml", DENIED.formatted("deny"), folder, Map.of()))
        .isInstanceOfSatisfying(UserError.class, error -> assertThat(error.lines()).singleElement().asString()
            .contains("grader", "terms 'closed' deny commercial"));
    assertThat(folder.resolve("export")).doesNotExist();
    RunSummary allowed = run("allowed.yaml", DENIED.formatted("allow"), temp.resolve("allowed"), Map.of());
    assertThat(allowed.state()).as("with terms that allow it the same goes out").isEqualTo(RunSummary.State.DONE);
    assertThat(Files.readString(temp.resolve("allowed/export/README.md"))).contains("| `grader` | `judge` |");
  }

  @Test
  void theRecipeOfTheHouseGradesAndComparesWithoutAServer() throws Exception {
    Path folder = temp.resolve("house");
    Map<String, String> set = new TreeMap<>();
    List.of("scholar", "chatty", "brief").forEach(name -> set.put("teachers.%s.simulated.timing".formatted(name), "0"));
    RunSummary summary = run("house.yaml", Files.readString(Cli.ROOT.resolve("recipes/judge.yaml")), folder, set);
    assertThat(summary.state()).isEqualTo(RunSummary.State.DONE);
    JsonNode grades = Json.read(Files.readString(folder.resolve("grades/judge-report.json"))).path("scores").path(0);
    assertThat(grades.path("scored").longValue() + grades.path("unscored").longValue()).isEqualTo(120);
    JsonNode pairs = Json.read(Files.readString(folder.resolve("comparisons/judge-report.json"))).path("comparisons")
        .path(0);
    assertThat(pairs.path("pairs").longValue()).isEqualTo(60);
    JsonNode bias = pairs.path("position").path("bias");
    assertThat(bias.path("low").doubleValue()).as("its planted favour is 0.2").isLessThan(0.2);
    assertThat(bias.path("high").doubleValue()).isGreaterThan(0.2);
    JsonNode row = Json.read(Files.readAllLines(folder.resolve("export/data-00000-of-00001.jsonl")).getFirst());
    assertThat(row.path("score_expected").doubleValue()).isBetween(1.0, 10.0);
  }

  @Test
  void theAnswersOfATeacherAreCountedOnceHoweverManyJudgesLookAtThem() throws Exception {
    Path recipe = Files.writeString(temp.resolve("counted.yaml"), """
        teachers:
          one: {simulated: {model: sim-scholar, timing: 0}}
          two: {simulated: {model: sim-chatty, timing: 0}}
          three: {simulated: {model: sim-careless, timing: 0, faults: {error_500: 0.5}}, limits: {attempts: 1}}
        steps:
          - simulated_chats: {rows: 20}
          - respond: {teachers: [one], context: first_turn_only}
          - judge: {teacher: [two, three], on_unparsed: keep}
        """);
    Library.Ran ran = new LocalLibrary().run(new RunOptions(recipe, new Place(temp.resolve("counted"), null), Map.of(),
        Long.MAX_VALUE, new Retry.All(), List.of()), RunListener.SILENT);
    assertThat(ran.summary().steps().get(2).funnel().failed()).isPositive();
    assertThat(ran.report().teachers()).singleElement().satisfies(sheet -> {
      assertThat(sheet.teacher()).isEqualTo("one");
      assertThat(sheet.answers().given()).isEqualTo(20);
      assertThat(sheet.answers().failed()).isZero();
    });
  }
}
