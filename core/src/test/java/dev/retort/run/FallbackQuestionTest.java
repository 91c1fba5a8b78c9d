package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.recipe.Canonical;
import dev.retort.row.Json;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A unit stays with the fallback as long as it is asked the same.
class FallbackQuestionTest {
  private static final String TWO = "  two: {simulated: {model: sim-chatty, timing: 0%s}, limits: {attempts: 1}}\n";
  private static final String CHATS = "steps:\n  - simulated_chats: {rows: 20, turns: 1}\n";
  private static final String WRITE = "  - write: {layout: rows}\n";

  @TempDir
  Path temp;
  private ScriptedServer server;

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer(_ -> ScriptedServer.status(401, "", "{}"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private RunSummary run(String recipe) throws IOException {
    Files.writeString(temp.resolve("recipe.yaml"), recipe);
    return Run.execute(options(), RunListener.SILENT);
  }

  private RunOptions options() {
    return new RunOptions(temp.resolve("recipe.yaml"), new Place(temp.resolve("run"), temp.resolve("ledger.db")),
        Map.of(), Long.MAX_VALUE, new Retry.All(), List.of());
  }

  private List<JsonNode> exported() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve("run/export/data-00000-of-00001.jsonl"))) {
      rows.add(Json.MAPPER.readTree(line));
    }
    return rows;
  }

  private long attempts(String teacher) {
    List<String> asked = new ArrayList<>();
    try (Ledger ledger = SqliteLedger.open(temp.resolve("ledger.db"))) {
      ledger.each(attempt -> asked.add(attempt.asked().teacher()));
    }
    return asked.stream().filter(teacher::equals).count();
  }

  /// A teacher at the server, which refuses its key until it [#recovers].
  private String refused(String name) {
    return "teachers:%n  %s: {openai: {base_url: \"%s\", model: m}, terms: own, fallback: {teacher: two}}%n"
        .formatted(name, server.base());
  }

  private void recovers() {
    server.asked().clear();
    server.script(asked -> asked.path().endsWith("/chat/completions")
        ? ScriptedServer.chat("[[7]]")
        : ScriptedServer.status(404, "", "{}"));
  }

  private long chats() {
    return server.asked().stream().filter(asked -> asked.path().endsWith("/chat/completions")).count();
  }

  @Test
  void anotherQuestionBeginsWithTheFirstTeacherAndTheSameOneDoesNot() throws IOException {
    String teachers = """
        teachers:
          one: {simulated: {model: sim-brief, timing: 0, faults: {error_500: 0.5}}, limits: {attempts: 1}, fallback: {teacher: two}}
          three: {simulated: {model: sim-scholar, timing: 0}}
        """
        + TWO.formatted("") + CHATS;
    run(teachers + "  - respond: {teachers: [one]}\n" + WRITE);
    List<JsonNode> before = exported();
    assertThat(attempts("two")).isBetween(1L, 19L);
    run(teachers + "  - respond: {teachers: [one, three]}\n" + WRITE);
    assertThat(attempts("one")).as("another teacher beside it").isEqualTo(20);
    assertThat(exported()).hasSize(40).containsAll(before);
    run(teachers + "  - respond: {teachers: [one], sampling: {temperature: 0.3}}\n" + WRITE);
    assertThat(attempts("one")).as("another temperature").isEqualTo(40);
  }

  @Test
  void whatWasHandedOnBecauseTheTeacherWasStoppedStaysUntilTheStepAsksAnotherQuestion() throws IOException {
    String recipe = refused("one") + TWO.formatted(", faults: {error_500: 0.4}") + CHATS
        + "  - respond: {teachers: [one], context: first_turn_only%s}\n" + WRITE;
    assertThat(run(recipe.formatted("")).state()).isEqualTo(State.FAILED);
    List<JsonNode> before = exported();
    assertThat(before).hasSizeBetween(5, 19);
    recovers();
    run(recipe.formatted(""));
    assertThat(chats()).as("the same question").isZero();
    assertThat(exported()).containsAll(before).hasSizeGreaterThan(before.size());
    run(recipe.formatted(", sampling: {temperature: 0.3}"));
    assertThat(chats()).as("another question").isEqualTo(20);
    assertThat(exported()).hasSize(20).allSatisfy(row -> assertThat(row.get("teacher").stringValue()).isEqualTo("one"));
  }

  @Test
  void aRowThatSaysOtherThingsIsAnotherQuestionThoughItKeepsItsId() throws IOException {
    String recipe = refused("j") + TWO.formatted("")
        + "  writer: {simulated: {model: sim-brief, timing: 0}, sampling: {temperature: %s}}\n" + CHATS
        + "  - respond: {teachers: [writer]}\n  - judge: {teacher: j, on_unparsed: keep}\n" + WRITE;
    run(recipe.formatted("0.5"));
    Map<String, String> before = new HashMap<>();
    exported().forEach(row -> before.put(row.get("prompt_id").stringValue(), row.get("response").stringValue()));
    recovers();
    run(recipe.formatted("0.6"));
    List<JsonNode> rows = exported().stream().filter(row -> before.containsKey(row.get("prompt_id").stringValue()))
        .toList();
    assertThat(rows).allSatisfy(row -> {
      boolean same = row.get("response").stringValue().equals(before.get(row.get("prompt_id").stringValue()));
      assertThat(row.get("score_judge").stringValue()).isEqualTo(same ? "two" : "j");
    });
    assertThat(rows.stream().map(row -> row.get("score_judge").stringValue())).contains("two", "j");
  }

  @Test
  void whatAnEarlierRetortKeptOfHandedUnitsIsNeitherReadNorInTheWay() throws IOException {
    String recipe = refused("one") + TWO.formatted("") + CHATS
        + "  - respond: {teachers: [one], context: first_turn_only}\n" + WRITE;
    run(recipe);
    List<JsonNode> handed = exported();
    Files.move(temp.resolve("run"), temp.resolve("before"));
    Files.delete(temp.resolve("ledger.db"));
    Teacher one = Objects.requireNonNull(Opened.open(options()).plan().teachers().get("one"));
    String about = Fingerprint.hash(String.join("\n", "fallback", "respond", "one",
        Canonical.of((Record) one.backend()), Canonical.of(one.sampling()), "two"));
    try (Ledger ledger = SqliteLedger.open(temp.resolve("ledger.db"))) {
      ledger.learn(about, "any", "");
      handed.forEach(row -> ledger.learn(about, row.get("prompt_id").stringValue() + " 0", "teacher 'one': auth"));
    }
    recovers();
    assertThat(run(recipe).state()).isEqualTo(State.DONE);
    assertThat(chats()).isEqualTo(20);
  }
}
