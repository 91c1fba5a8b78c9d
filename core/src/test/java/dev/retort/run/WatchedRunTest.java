package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.run.watch.ServerFigures;
import dev.retort.run.watch.Watched;
import dev.retort.teacher.http.ScriptedServer;
import dev.retort.teacher.http.ScriptedServer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run tells of its teachers, and what it asks their servers for.
class WatchedRunTest {
  @TempDir
  Path folder;

  private Path recipe(ScriptedServer server, String options) throws IOException {
    return Files.writeString(folder.resolve("r.yaml"), """
        recipe: watched
        allow_failed: 100
        teachers:
          t: {openai: {base_url: "%s", model: m%s}, terms: own, limits: {in_flight: 2, attempts: 1}}
        steps:
          - simulated_chats: {rows: 6}
          - respond: {context: first_turn_only}
          - write: {path: export}
        """.formatted(server.base(), options));
  }

  private Watched run(Path recipe) {
    AtomicReference<Supplier<Map<String, Watched>>> teachers = new AtomicReference<>(Map::of);
    RunOptions options = new RunOptions(recipe, new RunOptions.Place(folder.resolve("run"), null), Map.of(),
        Long.MAX_VALUE, new RunOptions.Retry.All(), List.of());
    Run.execute(options, new RunListener() {
      @Override
      public void opened(Supplier<Map<String, Watched>> given) {
        teachers.set(given);
      }
    });
    return Objects.requireNonNull(teachers.get().get().get("t"));
  }

  private static String vllm(Asked asked) {
    return switch (asked.path()) {
      case "/metrics" -> ScriptedServer.status(200, "Content-Type: text/plain\r\n",
          "vllm:kv_cache_usage_perc 0.5\nvllm:num_requests_running 2\nvllm:num_preemptions_total 1\n");
      case "/v1/chat/completions" -> ScriptedServer.ok(
          "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"length\"}],"
              + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2},\"prompt_logprobs\":null}");
      default -> ScriptedServer.status(404, "", "{}");
    };
  }

  private static long metricsAsked(ScriptedServer server) {
    return server.asked().stream().filter(asked -> asked.path().equals("/metrics")).count();
  }

  @Test
  void aServerThatLooksLikeVllmIsAskedForItsFiguresAndTheyAreKept() throws IOException {
    try (ScriptedServer server = new ScriptedServer(WatchedRunTest::vllm)) {
      Watched heard = run(recipe(server, ""));

      assertThat(heard.calls()).isEqualTo(new Watched.Calls(6, Map.of(), 6, 0, heard.calls().kept()));
      assertThat(heard.tokens()).isEqualTo(new Watched.Tokens(18, 12));
      assertThat(heard.traffic().mostInFlight()).isBetween(1L, 2L);
      assertThat(heard.traffic().inFlight() + heard.traffic().waiting()).isZero();
      assertThat(metricsAsked(server)).isBetween(1L, 4L);
      Watched kept = Objects.requireNonNull(RunState.runtime(folder.resolve("run")).get("t"));
      ServerFigures figures = Objects.requireNonNull(kept.server());
      assertThat(figures.gauges()).containsEntry("running", new ServerFigures.Range(2, 2, 2));
      assertThat(figures.counted()).containsEntry("preemptions", 0.0);

      Watched again = run(recipe(server, ""));
      assertThat(again.asked()).as("a second sitting asks nobody").isFalse();
      assertThat(RunState.runtime(folder.resolve("run"))).as("and keeps what the first one saw").containsEntry("t",
          kept);
    }
  }

  @Test
  void nobodyElseIsAskedAndWhoSaysNeverIsNot() throws IOException {
    try (ScriptedServer server = new ScriptedServer(
        asked -> vllm(asked).replace("\"prompt_logprobs\":null", "\"n\":null   "))) {
      assertThat(run(recipe(server, "")).server()).isNull();
      assertThat(metricsAsked(server)).isZero();
    }
    Files.delete(folder.resolve("r.yaml"));
    RunFolder.delete(folder.resolve("run"));
    try (ScriptedServer server = new ScriptedServer(WatchedRunTest::vllm)) {
      run(recipe(server, ", server: {metrics: never}"));
      assertThat(metricsAsked(server)).isZero();
    }
  }

  @Test
  void failuresAreCountedByClassAndTheRunDoesNotCareForABadPage() throws IOException {
    AtomicInteger chats = new AtomicInteger();
    try (ScriptedServer server = new ScriptedServer(asked -> asked.path().equals("/metrics")
        ? ScriptedServer.status(404, "", "<html>none</html>")
        : asked.path().contains("chat") && chats.getAndIncrement() % 2 == 0
            ? ScriptedServer.chat("Hi")
            : ScriptedServer.status(400, "", "{\"error\":\"no\"}"))) {
      Watched heard = run(recipe(server, ", server: {metrics: always}"));

      assertThat(heard.calls().failed()).isEqualTo(Map.of("bad_request", 3L));
      assertThat(heard.calls().answered()).isEqualTo(3);
      assertThat(heard.server()).isNull();
      assertThat(metricsAsked(server)).as("a page that is not there is asked for once").isEqualTo(1);
      assertThat(Json.read(Files.readString(folder.resolve("run/run.json"))).path("runtime").path("t").path("failed")
          .path("bad_request").intValue()).isEqualTo(3);
    }
  }
}
