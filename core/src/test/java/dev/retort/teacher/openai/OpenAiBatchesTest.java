package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ScriptedServer.ok;
import static dev.retort.teacher.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import dev.retort.teacher.batch.Answer;
import dev.retort.teacher.batch.Batch;
import dev.retort.teacher.batch.BatchServer.Found;
import dev.retort.teacher.batch.Intent;
import dev.retort.teacher.batch.Job;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.ScriptedServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiBatchesTest {
  private static final String KEY = "sk-test-1234567890";
  private static final Instant CREATED = Instant.ofEpochSecond(1_790_000_000);
  private static final Intent INTENT = new Intent("retort-7", "e", "/v1/chat/completions", CREATED, Map.of("a", 1));

  @TempDir
  private Path temp;

  private ScriptedServer server;
  private OpenAiBatches batches;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> ok("{}"));
    batches = new OpenAiBatches(new ModelServer("one", () -> URI.create(server.base()),
        Headers.bearer(Map.of(), Map.of(), Secret.of("MY_KEY", KEY))));
  }

  @AfterEach
  void stop() throws Exception {
    batches.close();
    server.close();
  }

  private static Failure failure(Answer answer) {
    return ((Answer.Refused) answer).failure().failure();
  }

  private Answer read(String line) {
    return Objects.requireNonNull(batches.read(line)).answer();
  }

  @Test
  void aFileIsUploadedAsAFormAndAJobMadeOfIt() throws Exception {
    server.script(asked -> ok(asked.path().equals("/v1/files") ? "{\"id\":\"file-9\"}" : "{\"id\":\"batch_3\"}"));
    String line = batches.line("a", "/v1/chat/completions", "{\"model\":\"m\",\"text\":\"ä\"}");
    Path lines = Files.writeString(temp.resolve("retort-7.jsonl"), line);

    assertThat(batches.submit(INTENT, lines, Duration.ofHours(24))).isEqualTo("batch_3");

    ScriptedServer.Asked upload = server.asked().getFirst();
    assertThat(upload.head()).contains("Authorization: Bearer " + KEY).contains("multipart/form-data; boundary=");
    assertThat(upload.body()).contains("name=\"purpose\"\r\n\r\nbatch\r\n").contains("filename=\"retort-7.jsonl\"")
        .contains("\r\n\r\n{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
            + "\"body\":{\"model\":\"m\",\"text\":\"ä\"}}\r\n--");
    assertThat(server.asked().get(1).path()).isEqualTo("/v1/batches");
    assertThat(server.asked().get(1).body()).isEqualTo("{\"completion_window\":\"24h\",\"endpoint\":"
        + "\"/v1/chat/completions\",\"input_file_id\":\"file-9\",\"metadata\":{\"retort_batch\":\"retort-7\"}}");
  }

  @Test
  void aRefusedUploadHasTheClassOfItsStatusAndNoKeyInItsWords() throws Exception {
    Path lines = Files.writeString(temp.resolve("x.jsonl"), "{}");
    server.script(_ -> status(401, "", "{\"error\":{\"message\":\"bad key %s\"}}".formatted(KEY)));
    CallFailed failure = catchThrowableOfType(CallFailed.class,
        () -> batches.submit(INTENT, lines, Duration.ofHours(24)));
    assertThat(failure.failure()).isEqualTo(Failure.AUTH);
    assertThat(failure).hasMessageContaining("/v1/files answered 401: bad key [secret]")
        .hasMessageContaining("MY_KEY").hasMessageNotContaining(KEY);

    server.script(_ -> ok("{\"object\":\"file\"}"));
    assertThat(catchThrowableOfType(CallFailed.class, () -> batches.submit(INTENT, lines, Duration.ofHours(24)))
        .failure()).isEqualTo(Failure.MALFORMED_REPLY);
  }

  private static String job(String id, String name, long created) {
    return "{\"id\":\"%s\",\"created_at\":%d,\"metadata\":{\"retort_batch\":\"%s\"}}".formatted(id, created, name);
  }

  @Test
  void aJobIsFoundByOurNameOnWhateverPageItIs() throws Exception {
    long now = CREATED.getEpochSecond();
    server.script(asked -> ok(asked.path().endsWith("limit=100")
        ? "{\"has_more\":true,\"data\":[%s,{\"id\":\"b\",\"created_at\":%d,\"metadata\":null}]}"
            .formatted(job("a", "other", now), now)
        : "{\"has_more\":false,\"data\":[%s]}".formatted(job("c", "retort-7", now))));

    assertThat(batches.find(INTENT, Set.of())).isEqualTo(new Found.Yes("c"));

    assertThat(server.asked().get(1).path()).isEqualTo("/v1/batches?limit=100&after=b");
  }

  @Test
  void olderPagesAreNotLookedAt() throws Exception {
    server.script(_ -> ok("{\"has_more\":true,\"data\":[%s]}"
        .formatted(job("a", "other", CREATED.getEpochSecond() - 100_000))));

    assertThat(batches.find(INTENT, Set.of())).isEqualTo(new Found.No());
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aServerWithoutBatchesIsToldFromAnEmptyList() {
    server.script(_ -> status(404, "", "{}"));

    assertThatThrownBy(() -> batches.find(INTENT, Set.of())).isInstanceOf(CallFailed.class)
        .hasMessageContaining("the server knows no /batches");
  }

  @Test
  void statesFilesAndComplaintsOfAJobAreRead() throws Exception {
    server.script(_ -> ok("{\"status\":\"finalizing\",\"output_file_id\":null}"));
    assertThat(batches.look("b")).isEqualTo(new Job("b", Job.Status.OPEN, List.of(), List.of()));
    server.script(_ -> ok("{\"status\":\"expired\",\"output_file_id\":\"o\",\"error_file_id\":\"e\"}"));
    assertThat(batches.look("b")).isEqualTo(new Job("b", Job.Status.EXPIRED, List.of("o", "e"), List.of()));
    server.script(_ -> ok("{\"status\":\"failed\",\"errors\":{\"data\":[{\"line\":2,\"code\":\"c\",\"message\":\"m\"},"
        + "{\"line\":null,\"code\":\"token_limit_exceeded\",\"message\":\"n\"}]}}"));
    assertThat(batches.look("b").complaints()).containsExactly(new Job.Complaint(2, "c", "m"),
        new Job.Complaint(0, "token_limit_exceeded", "n"));
  }

  @Test
  void resultsAreFetchedIntoFiles() throws Exception {
    server.script(asked -> ok("lines of " + asked.path()));

    List<Path> files = batches.fetch(new Job("b", Job.Status.COMPLETED, List.of("o", "e"), List.of()),
        temp.resolve("n.results"));

    assertThat(files).extracting(file -> Files.readString(file)).containsExactly("lines of /v1/files/o/content",
        "lines of /v1/files/e/content");
  }

  @Test
  void eachLineIsAnAnswerOrAFailureOfItsClass() {
    assertThat(read("{\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"z\":1,\"a\":\"%s\"}}}"
        .formatted(KEY))).isEqualTo(new Answer.Said("{\"z\":1,\"a\":\"[secret]\"}"));
    String refused = "{\"custom_id\":\"a\",\"response\":{\"status_code\":%d,\"body\":{\"error\":{\"message\":\"%s\"}}}}";
    assertThat(failure(read(refused.formatted(429, "slow down")))).isEqualTo(Failure.RATE_LIMIT);
    assertThat(failure(read(refused.formatted(500, "oh")))).isEqualTo(Failure.SERVER_ERROR);
    assertThat(failure(read(refused.formatted(400, "maximum context length is 8"))))
        .isEqualTo(Failure.CONTEXT_OVERFLOW);
    String error = "{\"custom_id\":\"a\",\"response\":null,\"error\":{\"code\":\"%s\",\"message\":\"m\"}}";
    assertThat(failure(read(error.formatted("batch_expired")))).isEqualTo(Failure.TIMEOUT);
    assertThat(failure(read(error.formatted("batch_cancelled")))).isEqualTo(Failure.SERVER_ERROR);
    assertThat(batches.read("{\"custom_id\":\"a\",")).isNull();
    assertThat(batches.read("{}")).isNull();
  }

  @Test
  void batchedCallsCostLessAndTellNoSpeed() {
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH, Map.of(),
        OpenAi.Structured.AUTO, OpenAi.Api.DEFAULT,
        new OpenAi.Sending(OpenAi.Streaming.NEVER,
            new Batch(10, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(24), 0.25),
            OpenAi.Metrics.AUTO, Connection.STRAIGHT));
    OpenAi batched = new OpenAi(server.base(), "m", null, Map.of(), Map.of(), taken);
    OpenAi single = new OpenAi(server.base(), "m", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT);

    assertThat(batched.priceFactor()).isEqualTo(0.75);
    assertThat(batched.live()).isFalse();
    assertThat(batched.batched()).isEqualTo(Duration.ofHours(25));
    assertThat(single.batched()).isNull();
    assertThat(batched.endpointKey("x")).isNotEqualTo(single.endpointKey("x"));
    assertThat(single.priceFactor()).isEqualTo(1);
    assertThat(batched.identity()).isEqualTo(single.identity());
  }
}
