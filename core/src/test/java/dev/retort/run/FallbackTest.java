package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import dev.retort.teacher.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FallbackTest {
  private static final String STEPS = """
      steps:
        - simulated_chats: {rows: 40, turns: 1}
        - respond: {teachers: [one]}
        - write: {layout: rows}
      """;

  @TempDir
  Path temp;

  private final List<String> notes = new ArrayList<>();

  private RunSummary run(String recipe) throws IOException {
    Path file = Files.writeString(temp.resolve("recipe.yaml"), recipe);
    return Run.execute(new RunOptions(file, new Place(temp.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), new RunListener() {
          @Override
          public synchronized void note(String message) {
            notes.add(message);
          }
        });
  }

  private List<JsonNode> exported() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve("run/export/data-00000-of-00001.jsonl"))) {
      rows.add(Json.MAPPER.readTree(line));
    }
    return rows;
  }

  private static String simulated(String name, String faults, String more) {
    String model = Map.of("one", "sim-brief", "two", "sim-chatty", "three", "sim-scholar").get(name);
    return "  %s: {simulated: {model: %s, timing: 0, faults: {%s}}, limits: {attempts: 1}%s}%n"
        .formatted(name, model, faults, more);
  }

  private List<Map.Entry<String, Long>> asked() {
    try (Ledger ledger = Run.ledger(new RunOptions(temp, new Place(temp.resolve("run"), null), Map.of(), 1,
        new Retry.All(), List.of()), temp.resolve("run"))) {
      Map<String, Long> counts = new java.util.TreeMap<>();
      ledger.each(attempt -> counts.merge(attempt.asked().teacher(), 1L, Long::sum));
      return List.copyOf(counts.entrySet());
    }
  }

  @Test
  void theUnitOfATeacherThatFailsIsDoneByAnotherAndTheRowSaysSo() throws IOException {
    String recipe = "teachers:\n" + simulated("one", "error_500: 0.5", ", fallback: {teacher: two}")
        + simulated("two", "", "") + STEPS;
    RunSummary summary = run(recipe);
    assertThat(summary.state()).isEqualTo(State.DONE);
    List<JsonNode> rows = exported();
    assertThat(rows).hasSize(40);
    List<JsonNode> handed = rows.stream().filter(row -> row.get("teacher").stringValue().equals("two")).toList();
    assertThat(handed).hasSizeBetween(8, 32)
        .allSatisfy(row -> assertThat(row.get("instead_of").stringValue()).isEqualTo("one"))
        .allSatisfy(row -> assertThat(row.get("sources").toString()).contains("two").doesNotContain("\"one\""));
    assertThat(rows).filteredOn(row -> row.get("teacher").stringValue().equals("one")).hasSize(40 - handed.size())
        .allSatisfy(row -> assertThat(row.path("instead_of").isNull() || row.path("instead_of").isMissingNode())
            .isTrue());
    assertThat(rows.stream().map(row -> row.get("id").stringValue()).distinct()).hasSize(40);
    assertThat(notes).filteredOn(note -> note.contains("teacher 'one' failed; 'two' does such units")).hasSize(1);
    assertThat(asked()).containsExactly(Map.entry("one", 40L), Map.entry("two", (long) handed.size()));
  }

  @Test
  void aLaterSittingAsksTheTeacherThatTookAUnitOverAndNotTheFirstAgain() throws IOException {
    String recipe = "teachers:\n" + simulated("one", "error_500: 0.5", ", fallback: {teacher: two}")
        + simulated("two", "error_500: 0.5", "") + STEPS;
    RunSummary first = run(recipe);
    assertThat(first.state()).isEqualTo(State.FAILED);
    List<JsonNode> before = exported();
    assertThat(first.steps().get(1).funnel().failed()).isBetween(1L, 30L);
    RunSummary second = run(recipe);
    assertThat(asked().getFirst()).isEqualTo(Map.entry("one", 40L));
    assertThat(second.steps().get(1).funnel().failed()).isLessThan(first.steps().get(1).funnel().failed());
    assertThat(exported()).containsAll(before);
  }

  @Test
  void aTeacherThatCannotBeReachedIsStoodInForInAllItsUnits() throws IOException {
    RunSummary summary = run("""
        teachers:
          one: {openai: {base_url: "http://127.0.0.1:9/v1", model: m}, fallback: {teacher: two}, limits: {attempts: 1}}
        """ + simulated("two", "", "") + STEPS);
    assertThat(summary.state()).isEqualTo(State.DONE);
    assertThat(exported()).hasSize(40).allSatisfy(row -> {
      assertThat(row.get("teacher").stringValue()).isEqualTo("two");
      assertThat(row.get("instead_of").stringValue()).isEqualTo("one");
    });
  }

  @Test
  void afterOtherFailuresTheUnitFailsAsWithoutOne() throws IOException {
    RunSummary summary = run("teachers:\n"
        + simulated("one", "error_500: 0.5", ", fallback: {teacher: two, on: [timeout]}") + simulated("two", "", "")
        + STEPS);
    assertThat(summary.state()).isEqualTo(State.FAILED);
    assertThat(exported()).hasSizeBetween(8, 32).allSatisfy(
        row -> assertThat(row.get("teacher").stringValue()).isEqualTo("one"));
  }

  @Test
  void theyAreAskedOneAfterTheOtherAndTheLastFailureTellsOfAll() throws IOException {
    String all = "error_500: 1.0";
    RunSummary summary = run("teachers:\n" + simulated("one", all, ", fallback: {teacher: two}")
        + simulated("two", all, ", fallback: {teacher: three}") + simulated("three", all, "")
        + STEPS.replace("rows: 40", "rows: 3"));
    assertThat(summary.steps().get(1).funnel().reasons()).containsEntry("failed:" + Failure.SERVER_ERROR.word(), 3L);
    assertThat(asked()).containsExactly(Map.entry("one", 3L), Map.entry("three", 3L), Map.entry("two", 3L));
  }

  @Test
  void aNameThatIsNotThereAndATeacherAskedAnywayAreRefused() {
    assertThatThrownBy(() -> run("teachers:\n" + simulated("one", "", ", fallback: {teacher: to}")
        + simulated("two", "", "") + STEPS)).isInstanceOf(UserError.class)
        .hasMessageContaining("teachers.one.fallback: found 'to', wanted one of [one, two]");
    assertThatThrownBy(() -> run("teachers:\n" + simulated("one", "", ", fallback: {teacher: two}")
        + simulated("two", "", "") + STEPS.replace("[one]", "[one, two]"))).isInstanceOf(UserError.class)
        .hasMessageContaining("counted twice");
    assertThatThrownBy(() -> run("teachers:\n" + simulated("one", "", ", fallback: {teacher: one}") + STEPS))
        .isInstanceOf(UserError.class).hasMessageContaining("counted twice");
  }

  @Test
  void itsTermsCountAsThoseOfATeacherThatIsAsked() {
    String recipe = "intended_use: open_release\nteachers:\n" + simulated("one", "", ", fallback: {teacher: two}")
        + "  two: {openai: {base_url: \"http://127.0.0.1:9/v1\", model: m}%s}%n" + STEPS;
    assertThatThrownBy(() -> run(recipe.formatted(""))).isInstanceOf(UserError.class).hasMessageContaining("two");
  }

  @Test
  void aFallbackThatCannotBeReachedKeepsOnlyTheUnitsThatWereHandedToItWaiting() throws IOException {
    RunSummary summary = run("teachers:\n" + simulated("one", "error_500: 0.3", ", fallback: {teacher: two}")
        + "  two: {openai: {base_url: \"http://127.0.0.1:9/v1\", model: m}, limits: {attempts: 1}}\n" + STEPS);
    assertThat(asked()).as("all units of the first are tried").contains(Map.entry("one", 40L));
    assertThat(summary.state()).isNotEqualTo(State.DONE);
    assertThat(summary.steps().get(1).funnel().pending()).isBetween(1L, 30L);
    assertThat(summary.steps().get(1).funnel().kept()).isBetween(10L, 39L);
  }

  @Test
  void twoStepsWithFallbacksSayEachForItselfWhoFailed() throws IOException {
    run("teachers:\n" + simulated("one", "error_500: 0.5", ", fallback: {teacher: two}") + simulated("two", "", "")
        + "  j: {simulated: {model: sim-thinker, timing: 0, faults: {error_500: 0.5}}, limits: {attempts: 1}, "
        + "fallback: {teacher: three}}\n" + simulated("three", "", "")
        + STEPS.replace("  - write", "  - judge: {teacher: j, on_unparsed: keep}\n  - write"));
    List<JsonNode> rows = exported();
    assertThat(rows).hasSizeGreaterThan(30).allSatisfy(row -> {
      boolean answered = row.get("teacher").stringValue().equals("two");
      boolean judged = row.get("score_judge").stringValue().equals("three");
      assertThat(row.path("instead_of").asString("")).isEqualTo(answered ? "one" : "");
      assertThat(row.path("judge_instead_of").asString("")).isEqualTo(judged ? "j" : "");
      assertThat(row.get("sources").toString()).contains(judged ? "\"three\"" : "\"j\"")
          .doesNotContain(judged ? "\"j\"" : "\"three\"");
    });
    assertThat(rows).anyMatch(row -> !row.path("instead_of").asString("").isEmpty()
        && row.path("judge_instead_of").asString("").isEmpty());
  }

  @Test
  void anotherModelsVectorsAreRefusedAndThoseOfTheSameModelAreNot() {
    String embed = "steps:\n  - simulated_chats: {rows: 3, turns: 1}\n  - respond: {teachers: [three]}\n"
        + "  - embed: {teacher: one}\n  - write: {layout: rows}\n";
    String three = simulated("three", "", "");
    assertThatThrownBy(() -> run("teachers:\n" + simulated("one", "", ", fallback: {teacher: two}")
        + simulated("two", "", "") + three + embed)).isInstanceOf(UserError.class)
        .hasMessageContaining("another model than that of 'one'");
    String same = simulated("two", "", "").replace("sim-chatty", "sim-brief");
    assertThatCode(() -> run("teachers:\n" + simulated("one", "", ", fallback: {teacher: two}") + same + three + embed))
        .doesNotThrowAnyException();
  }

  @Test
  void aJudgeOrItsFallbackThatCannotTellWhatIsRequiredIsRefusedBeforeTheRun() throws IOException {
    Files.writeString(temp.resolve("key"), "k");
    String claude = "  claude: {anthropic: {model: m, api_key: \"file:key\"}, terms: {name: t, allow: [research], basis: b}}\n";
    String steps = STEPS.replace("  - write", "  - judge: {teacher: %s, distribution: %s}\n  - write");
    String recipe = "teachers:\n" + simulated("one", "", "") + simulated("two", "", ", fallback: {teacher: claude}")
        + claude + steps;
    for (String judge : List.of("two", "claude")) {
      assertThatThrownBy(() -> run(recipe.formatted(judge, "required"))).isInstanceOf(UserError.class)
          .hasMessageContaining("judge: teacher 'claude': ").hasMessageContaining("logprobs");
    }
  }
}
