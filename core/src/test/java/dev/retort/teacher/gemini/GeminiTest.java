package dev.retort.teacher.gemini;

import static dev.retort.teacher.http.ScriptedServer.ok;
import static dev.retort.teacher.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.UserError;
import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bodies were written by hand after Google's documentation; they were not recorded from its servers.
class GeminiTest {
  private static final String KEY = "AIza-test-1234567890";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Request CHAT = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
  private static final String ANSWER = """
      {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"yes"}],"role":"model"},"finishReason":
      "%s","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3,"thoughtsTokenCount":5,
      "cachedContentTokenCount":4,"totalTokenCount":17},"modelVersion":"gemini-2.5-flash","responseId":"r"}""";
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> ok(ANSWER.formatted("STOP")));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Endpoint open(Gemini.Streaming streaming) {
    Gemini gemini = new Gemini("gemini-2.5-flash", Secret.of("GEMINI_API_KEY", KEY), server.base(), Map.of(),
        Map.of("safetySettings", List.of()),
        new Gemini.Server(Gemini.SchemaField.JSON_SCHEMA, streaming, Gemini.ServedModel.MATCH, Map.of(),
            Connection.STRAIGHT));
    Teacher teacher = new Teacher(gemini, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    return gemini.open(new Opening("g", teacher, Path.of("."), Path.of("."), 0));
  }

  private Reply answered(String body) throws InterruptedException {
    server.script(_ -> ok(body));
    try (Endpoint endpoint = open(Gemini.Streaming.NEVER)) {
      return endpoint.read(CHAT, endpoint.send(CHAT, LONG).body());
    }
  }

  private CallFailed failure(int status, String body) {
    server.script(_ -> status(status, "", body));
    try (Endpoint endpoint = open(Gemini.Streaming.NEVER)) {
      return catchThrowableOfType(CallFailed.class, () -> endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()));
    }
  }

  @Test
  void aChatGoesOutWithItsKeyInAHeader() throws Exception {
    Sampling sampling = new Sampling(0.7, 0.9, 64, 7L, List.of("END"), Map.of("topK", 5));
    Request chat = new Request.Chat(List.of(Message.of("system", "Be brief."), Message.user("hi"),
        new Message("assistant", "so",
            "[{\"id\":\"t1\",\"function\":{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}]",
            null),
        new Message("tool", "2", null, "t1")), sampling, "{\"type\":\"object\"}");
    try (Endpoint endpoint = open(Gemini.Streaming.NEVER)) {
      endpoint.send(chat, LONG);
      ScriptedServer.Asked asked = server.asked().getFirst();
      assertThat(asked.path()).isEqualTo("/v1/models/gemini-2.5-flash:generateContent");
      assertThat(asked.head()).contains("x-goog-api-key: " + KEY).doesNotContain("Authorization");
      assertThat(asked.body()).isEqualTo(endpoint.canonical(chat)).isEqualTo("{\"contents\":[{\"parts\":[{\"text\":"
          + "\"hi\"}],\"role\":\"user\"},{\"parts\":[{\"text\":\"so\"},{\"functionCall\":{\"args\":{\"a\":1},\"name\":"
          + "\"add\"}}],\"role\":\"model\"},{\"parts\":[{\"functionResponse\":{\"name\":\"add\",\"response\":{\"result\":"
          + "\"2\"}}}],\"role\":\"user\"}],\"generationConfig\":{\"maxOutputTokens\":64,\"responseJsonSchema\":{\"type\":"
          + "\"object\"},\"responseMimeType\":\"application/json\",\"seed\":7,\"stopSequences\":[\"END\"],"
          + "\"temperature\":0.7,\"topK\":5,\"topP\":0.9},\"safetySettings\":[],\"systemInstruction\":{\"parts\":["
          + "{\"text\":\"Be brief.\"}]}}");
      assertThat(endpoint.identity()).contains("gemini-2.5-flash").doesNotContain(KEY);
    }
  }

  @Test
  void anAnswerIsReadWithThoughtsApart() throws Exception {
    Reply reply = answered(ANSWER.formatted("STOP"));
    assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(9, 8, false, new Reply.Detail(4, 0, 5)));
    assertThat(answered(ANSWER.formatted("MAX_TOKENS")).first().truncated()).isTrue();
    Reply called = answered("""
        {"candidates":[{"content":{"parts":[{"functionCall":{"name":"add","args":{"a":1}}}]},"finishReason":"STOP",
        "logprobsResult":{"chosenCandidates":[{"token":"x","logProbability":-0.5}],"topCandidates":[{"candidates":[
        {"token":"x","logProbability":-0.5},{"token":"y","logProbability":-2}]}]}}]}""");
    assertThat(called.first().toolCalls()).isEqualTo(
        "[{\"function\":{\"arguments\":\"{\\\"a\\\":1}\",\"name\":\"add\"},\"id\":\"call_0\",\"type\":\"function\"}]");
    assertThat(called.first().finishReason()).isEqualTo("tool_calls");
    assertThat(called.usage().estimated()).isTrue();
    assertThat(Logprobs.of(called.first(), 2).tokens().getFirst().top()).hasSize(2);
  }

  @Test
  void whatWasFilteredIsNoAnswer() {
    for (String reason : List.of("SAFETY", "RECITATION", "PROHIBITED_CONTENT", "SPII", "BLOCKLIST")) {
      assertThat(failure(200, ANSWER.formatted(reason)).failure()).as(reason).isEqualTo(Failure.CONTENT_FILTER);
    }
    CallFailed blocked = failure(200, """
        {"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[]},"usageMetadata":{"promptTokenCount":9}}""");
    assertThat(blocked.failure()).isEqualTo(Failure.CONTENT_FILTER);
    assertThat(blocked).hasMessageContaining("blocked the prompt (SAFETY)");
  }

  @Test
  void eachErrorHasItsClass() {
    String error = "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}";
    assertThat(failure(429, error.formatted(429, "Resource has been exhausted", "RESOURCE_EXHAUSTED")).failure())
        .isEqualTo(Failure.RATE_LIMIT);
    assertThat(failure(503, error.formatted(503, "The model is overloaded.", "UNAVAILABLE")).failure())
        .isEqualTo(Failure.OVERLOAD);
    assertThat(failure(504, error.formatted(504, "x", "DEADLINE_EXCEEDED")).failure()).isEqualTo(Failure.TIMEOUT);
    assertThat(failure(400, error.formatted(400, "API key not valid. Please pass one.", "INVALID_ARGUMENT")).failure())
        .isEqualTo(Failure.AUTH);
    assertThat(failure(400, error.formatted(400, "free tier is not available", "FAILED_PRECONDITION")).failure())
        .isEqualTo(Failure.AUTH);
    assertThat(failure(400, error.formatted(400,
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", "INVALID_ARGUMENT"))
        .failure()).isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(failure(400, error.formatted(400, "Unknown name", "INVALID_ARGUMENT")).failure())
        .isEqualTo(Failure.BAD_REQUEST);
    assertThat(failure(200, ANSWER.formatted("STOP").replace("2.5-flash", "2.5-pro")).failure())
        .isEqualTo(Failure.WRONG_MODEL);
    assertThat(failure(200, "{\"candidates\":[]}").failure()).isEqualTo(Failure.MALFORMED_REPLY);
  }

  @Test
  void whatTheApiCannotDoIsRefusedByName() {
    try (Endpoint endpoint = open(Gemini.Streaming.NEVER)) {
      Sampling several = new Sampling(null, null, null, null, List.of(), Map.of("n", 2));
      assertThatThrownBy(() -> endpoint.canonical(new Request.Chat(List.of(Message.user("hi")), several)))
          .isInstanceOf(UserError.class).hasMessageContaining("'n'");
      assertThatThrownBy(() -> endpoint.canonical(new Request.Embed(List.of("a")))).isInstanceOf(CallFailed.class);
    }
    assertThatThrownBy(() -> new Gemini("m", null, "http://h", Map.of(), Map.of("generationConfig", Map.of()),
        Gemini.Server.DEFAULT)).hasMessageContaining("generationConfig");
    assertThatThrownBy(() -> new Gemini("m?key=1", null, "http://h", Map.of(), Map.of(), Gemini.Server.DEFAULT))
        .hasMessageContaining("model must be");
  }

  @Test
  void theWindowIsTheServersWord() {
    server.script(_ -> ok("{\"name\":\"models/gemini-2.5-flash\",\"inputTokenLimit\":1048576}"));
    try (Endpoint endpoint = open(Gemini.Streaming.NEVER)) {
      assertThat(endpoint.window()).hasValue(1_048_576);
    }
    assertThat(server.asked().getLast().path()).isEqualTo("/v1/models/gemini-2.5-flash");
  }

  private static String events(String... data) {
    StringBuilder events = new StringBuilder();
    for (String one : data) {
      events.append("data: ").append(one).append("\r\n\r\n");
    }
    return status(200, "Content-Type: text/event-stream\r\n", events.toString());
  }

  private static String piece(String part, String more) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[%s]},\"index\":0%s}],\"modelVersion\":"
        .formatted(part, more) + "\"gemini-2.5-flash\",\"usageMetadata\":{\"promptTokenCount\":9,"
        + "\"candidatesTokenCount\":3}}";
  }

  @Test
  void aStreamIsKeptAsOneAnswer() throws Exception {
    String[] whole = {piece("{\"text\":\"h\",\"thought\":true}", ""), piece("{\"text\":\"m\",\"thought\":true}", ""),
        piece("{\"text\":\"y\"}", ""), piece("{\"text\":\"es\"}", ",\"finishReason\":\"STOP\"")};
    server.script(_ -> events(whole));
    try (Endpoint endpoint = open(Gemini.Streaming.ALWAYS)) {
      Reply reply = endpoint.read(CHAT, endpoint.send(CHAT, LONG).body());
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(9, 3, false));
      assertThat(server.asked().getFirst().path())
          .isEqualTo("/v1/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
      server.script(_ -> events(whole[0], whole[1]));
      assertThat(catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG)).failure())
          .isEqualTo(Failure.MALFORMED_REPLY);
      server.script(_ -> events(whole[0], "{\"error\":{\"code\":503,\"message\":\"x\",\"status\":\"UNAVAILABLE\"}}"));
      assertThat(catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG)).failure())
          .isEqualTo(Failure.OVERLOAD);
    }
  }
}
