package dev.retort.teacher.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.SharedData;
import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.run.FinishedRun;
import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary;
import dev.retort.step.OfTable;
import dev.retort.step.OfTable.Funnel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Real multi-turn chats through a real model with a window of 128 tokens, and through simulated teachers.
class RealChatsNeedsSharedTest {
  private static final int WINDOW = 128;
  private static final int REPLY = 24;
  private static final int CHATS = 120;

  @TempDir
  Path temp;

  @Test
  void rawCompletionOfTheGoldenPromptsGivesTheGoldenTextAndTokens() throws Exception {
    Path golden = SharedData.dir().resolve("data/golden/stories260K_greedy.jsonl");
    Path folder = temp.resolve("golden");
    run(folder, """
        recipe: golden
        teachers:
          stories: {llama_cpp: {model: %s}, terms: own, sampling: {temperature: 0, max_tokens: 48}}
        steps:
          - read: {path: %s, terms: own, layout: rows}
          - complete: {column: prompt, into: continued}
        """.formatted(Stories.gguf(), golden));
    ReferenceTokenizer tokenizer = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    List<Row> rows = rows(folder, "complete");
    assertThat(rows).hasSize(4);
    for (Row row : rows) {
      assertThat(row.text("continued")).isEqualTo(row.text("text"));
      List<Object> tokens = new ArrayList<>(Objects.requireNonNull(row.list("prompt_tokens")));
      tokens.addAll(Objects.requireNonNull(row.list("tokens")));
      List<Object> independent = new ArrayList<>(List.of(1L));
      tokenizer.encode(row.text("prompt") + row.text("continued")).forEach(token -> independent.add((long) token));
      assertThat(independent).isEqualTo(tokens);
    }
  }

  @Test
  void turnsThatFitTheWindowAreAnsweredAndTheRestOverflowAsAnIndependentTokenizerSays() throws Exception {
    turns("history", SharedData.dir().resolve("data/multi_turn/mtbench101.jsonl"), "original");
    turns("turns", SharedData.dir().resolve("data/mt_bench/mt_bench/question.jsonl"), "self");
  }

  private void turns(String layout, Path data, String context) throws Exception {
    Path folder = temp.resolve("run-" + layout);
    RunSummary summary = run(folder, """
        recipe: real
        allow_failed: 1000
        teachers:
          stories:
            llama_cpp: {model: %s, chat_template: plain}
            terms: own
            sampling: {temperature: 0, max_tokens: %d}
        steps:
          - read: {path: %s, terms: own}
          - respond: {context: %s}
        """.formatted(SharedData.dir().resolve("data/models/stories260K/stories260K.gguf"), REPLY, data, context));
    Expected expected = expected(data, layout);
    assertThat(expected.answered).isPositive();
    assertThat(expected.overflowed).isPositive();
    long answered = 0;
    long overflowed = 0;
    for (Row row : rows(folder, "respond")) {
      for (Object turn : Objects.requireNonNull(row.list("turns"))) {
        boolean over = "context_overflow".equals(((Map<?, ?>) Objects.requireNonNull(turn)).get("finish_reason"));
        overflowed += over ? 1 : 0;
        answered += over ? 0 : 1;
      }
    }
    Funnel funnel = summary.steps().get(1).funnel();
    assertThat(funnel.failed()).isEqualTo(expected.chatsWithout);
    assertThat(funnel.reasons().getOrDefault("failed:context_overflow", 0L)).isEqualTo(expected.chatsWithout);
    assertThat(answered).isEqualTo(expected.answered);
    assertThat(overflowed + expected.turnsOfChatsWithout).isEqualTo(expected.overflowed);
    assertThat(funnel.balanced()).isTrue();
  }

  /// @param chatsWithout chats of which no turn fits
  private record Expected(long answered, long overflowed, long chatsWithout, long turnsOfChatsWithout) {}

  private static Expected expected(Path data, String layout) throws IOException {
    ReferenceTokenizer tokenizer = new ReferenceTokenizer(Stories.folder().resolve("tok512.bin"));
    long answered = 0;
    long overflowed = 0;
    long without = 0;
    long turnsWithout = 0;
    for (String line : Files.readAllLines(data).stream().limit(CHATS).toList()) {
      List<String> turns = new ArrayList<>();
      JsonNode chat = Json.read(line);
      chat.required(layout)
          .forEach(turn -> turns.add(turn.isString() ? turn.stringValue() : turn.required("user").stringValue()));
      long fit = turns.stream()
          .filter(turn -> 1 + tokenizer.encode("User: " + turn + "\nAssistant:").size() <= WINDOW - REPLY).count();
      answered += fit;
      overflowed += turns.size() - fit;
      without += fit == 0 ? 1 : 0;
      turnsWithout += fit == 0 ? turns.size() : 0;
    }
    return new Expected(answered, overflowed, without, turnsWithout);
  }

  @ParameterizedTest
  @ValueSource(strings = {"original", "self", "first_turn_only"})
  void threeSimulatedTeachersAnswerAllTurnsAndLeaveUserTurnsByteForByte(String context) throws Exception {
    Path data = SharedData.dir().resolve("data/multi_turn/mtbench101.jsonl");
    Path folder = temp.resolve("run-" + context);
    RunSummary summary = run(folder, """
        recipe: simulated
        teachers:
          one: {simulated: {model: sim-scholar, timing: 0}}
          two: {simulated: {model: sim-brief, timing: 0}}
          three: {simulated: {model: sim-careless, timing: 0}}
        steps:
          - read: {path: %s, terms: own}
          - respond: {context: %s}
          - write: {layout: chat}
        """.formatted(data, context));
    assertThat(summary.state()).isEqualTo(RunSummary.State.DONE);
    List<List<String>> users = new ArrayList<>();
    for (String line : Files.readAllLines(data).stream().limit(CHATS).toList()) {
      List<String> turns = new ArrayList<>();
      Json.read(line).required("history").forEach(turn -> turns.add(turn.required("user").stringValue()));
      users.add(context.equals("first_turn_only") ? turns.subList(0, 1) : turns);
    }
    List<String> written = Files.readAllLines(folder.resolve("export/data-00000-of-00001.jsonl"));
    assertThat(written).hasSize(3 * CHATS);
    for (int i = 0; i < written.size(); i++) {
      List<String> came = new ArrayList<>();
      JsonNode messages = Json.read(written.get(i)).required("messages");
      messages.forEach(message -> {
        if (message.required("role").stringValue().equals("user")) {
          came.add(message.required("content").stringValue());
        }
      });
      assertThat(came).isEqualTo(users.get(i / 3));
      assertThat(messages.size()).isEqualTo(2 * came.size());
    }
  }

  @Test
  void originalContextIsRefusedForUserTurnsWithoutAnswersWithTheirNumber() {
    Path data = SharedData.dir().resolve("data/mt_bench/mt_bench/question.jsonl");
    assertThatThrownBy(() -> run(temp.resolve("refused"), """
        recipe: refused
        teachers: {one: {simulated: {model: sim-brief, timing: 0}}}
        steps:
          - read: {path: %s, terms: own}
          - respond: {context: original}
        """.formatted(data))).isInstanceOf(UserError.class).hasMessageContaining("80 of 80 rows")
        .hasMessageContaining("context: self");
  }

  private RunSummary run(Path folder, String recipe) throws IOException {
    Path file = Files.writeString(temp.resolve("recipe.yaml"), recipe);
    return Run.execute(
        new RunOptions(file, new Place(folder, null), Map.of(), CHATS, new Retry.All(), List.of()),
        RunListener.SILENT);
  }

  private static List<Row> rows(Path folder, String step) {
    List<Row> rows = new ArrayList<>();
    try (FinishedRun finished = FinishedRun.open(folder, folder.resolve("work"));
        OfTable.Rows cursor = finished.scan(step)) {
      for (Row row = cursor.next(); row != null; row = cursor.next()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
