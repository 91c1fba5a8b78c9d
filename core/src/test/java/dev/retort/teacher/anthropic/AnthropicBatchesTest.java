package dev.retort.teacher.anthropic;

import static dev.retort.teacher.http.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import dev.retort.teacher.batch.Answer;
import dev.retort.teacher.batch.BatchServer.Found;
import dev.retort.teacher.batch.Intent;
import dev.retort.teacher.batch.Job;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.ScriptedServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AnthropicBatchesTest {
  private static final String KEY = "sk-ant-1234567890abcdef";
  private static final Instant CREATED = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir
  private Path temp;

  private ScriptedServer server;
  private AnthropicBatches batches;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> ok("{}"));
    batches = new AnthropicBatches(new ModelServer("claude", () -> URI.create(server.base()),
        Headers.named("x-api-key", Map.of(), Map.of(), Secret.of("ANTHROPIC_API_KEY", KEY))));
  }

  @AfterEach
  void stop() throws Exception {
    batches.close();
    server.close();
  }

  private static Intent intent() {
    Map<String, Integer> items = new LinkedHashMap<>();
    items.put("a", 1);
    items.put("b", 1);
    return new Intent("retort-7", "e", "messages", CREATED, items);
  }

  private static String batch(String id, String status, int requests, String created) {
    return "{\"id\":\"%s\",\"processing_status\":\"%s\",\"created_at\":\"%s\",\"request_counts\":{\"processing\":%d,\"succeeded\":1}}"
        .formatted(id, status, created, requests - 1);
  }

  private void lists(String... listed) {
    server.script(asked -> asked.path().contains("?")
        ? ok("{\"has_more\":false,\"data\":[%s]}".formatted(String.join(",", listed)))
        : ok("{\"custom_id\":\"%s\",\"result\":{\"type\":\"expired\"}}\n"
            .formatted(asked.path().contains("/ours/") ? "b" : "z")));
  }

  @Test
  void allRequestsGoInOneBody() throws Exception {
    server.script(_ -> ok("{\"id\":\"msgbatch_1\"}"));
    Path lines = Files.writeString(temp.resolve("x.jsonl"), batches.line("a", "messages", "{\"model\":\"m\"}")
        + batches.separator() + batches.line("b", "messages", "{\"model\":\"n\"}"));

    assertThat(batches.submit(intent(), lines, Duration.ofHours(24))).isEqualTo("msgbatch_1");

    ScriptedServer.Asked asked = server.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/messages/batches");
    assertThat(asked.head()).contains("x-api-key: " + KEY).contains("application/json");
    JsonNode requests = Json.read(asked.body()).path("requests");
    assertThat(requests.size()).isEqualTo(2);
    assertThat(requests.path(1)).isEqualTo(Json.read("{\"custom_id\":\"b\",\"params\":{\"model\":\"n\"}}"));
  }

  @Test
  void aBatchIsFoundByTheIdsInItsResults() throws Exception {
    String now = CREATED.toString();
    lists(batch("small", "ended", 1, now), batch("other", "ended", 2, now), batch("ours", "ended", 2, now));

    assertThat(batches.find(intent(), Set.of())).isEqualTo(new Found.Yes("ours"));
    assertThat(batches.find(intent(), Set.of("ours"))).isEqualTo(new Found.No());
    assertThat(server.asked()).noneMatch(asked -> asked.path().contains("/small/"));
  }

  @Test
  void oneThatMayBeItIsWaitedFor() throws Exception {
    lists(batch("open", "in_progress", 2, CREATED.toString()));
    assertThat(batches.find(intent(), Set.of())).isEqualTo(new Found.Later());

    lists(batch("open", "in_progress", 3, CREATED.toString()),
        batch("old", "in_progress", 2, "2026-11-01T00:00:00.5Z"));
    assertThat(batches.find(intent(), Set.of())).isEqualTo(new Found.No());
  }

  @Test
  void aBatchIsLookedAtAndItsResultsFetched() throws Exception {
    server.script(_ -> ok(batch("x", "canceling", 2, CREATED.toString())));
    assertThat(batches.look("x").status()).isEqualTo(Job.Status.OPEN);
    server.script(_ -> ok(batch("x", "ended", 2, CREATED.toString())));
    Job job = batches.look("x");
    assertThat(job.status()).isEqualTo(Job.Status.COMPLETED);

    server.script(asked -> ok("lines of " + asked.path()));
    assertThat(batches.fetch(job, temp.resolve("n.results"))).singleElement()
        .satisfies(file -> assertThat(file).hasContent("lines of /v1/messages/batches/x/results"));
  }

  @Test
  void eachLineIsAnAnswerOrAFailureOfItsClass() {
    assertThat(read("{\"type\":\"succeeded\",\"message\":{\"role\":\"assistant\",\"id\":\"%s\"}}".formatted(KEY)))
        .isEqualTo(new Answer.Said("{\"role\":\"assistant\",\"id\":\"[secret]\"}"));
    assertThat(failure("{\"type\":\"expired\"}")).isEqualTo(Failure.TIMEOUT);
    assertThat(failure("{\"type\":\"canceled\"}")).isEqualTo(Failure.SERVER_ERROR);
    assertThat(failure("{\"type\":\"new\"}")).isEqualTo(Failure.SERVER_ERROR);
    assertThat(errored("invalid_request_error")).isEqualTo(Failure.BAD_REQUEST);
    assertThat(errored("overloaded_error")).isEqualTo(Failure.OVERLOAD);
    assertThat(errored("rate_limit_error")).isEqualTo(Failure.RATE_LIMIT);
    assertThat(errored("api_error")).isEqualTo(Failure.SERVER_ERROR);
    assertThat(batches.read("no line")).isNull();
  }

  private Answer read(String result) {
    return Objects.requireNonNull(batches.read("{\"custom_id\":\"a\",\"result\":%s}".formatted(result))).answer();
  }

  private Failure failure(String result) {
    return ((Answer.Refused) read(result)).failure().failure();
  }

  private Failure errored(String type) {
    return failure("{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"m\"}}}"
        .formatted(type));
  }
}
