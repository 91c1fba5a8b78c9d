package dev.retort.teacher.anthropic;

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
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Telling;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bodies were written by hand after Anthropic's documentation; they were not recorded from its servers.
class AnthropicTest {
  private static final String KEY = "sk-ant-test-1234567890";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Request CHAT = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
  private static final String ANSWER = """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"thinking",
      "thinking":"hm","signature":"s"},{"type":"text","text":"yes"}],"stop_reason":"%s","stop_sequence":null,"usage":
      {"input_tokens":9,"cache_creation_input_tokens":2,"cache_read_input_tokens":4,"output_tokens":3}}""";
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> ok(ANSWER.formatted("end_turn")));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Endpoint open(Anthropic.Streaming streaming) {
    Anthropic.Server taken = new Anthropic.Server(4096, "2023-06-01", Anthropic.ServedModel.MATCH, Map.of(),
        new Anthropic.Sending(streaming, null, Connection.STRAIGHT));
    Anthropic anthropic = new Anthropic("claude-sonnet-4-5", Secret.of("ANTHROPIC_API_KEY", KEY), server.base(),
        Map.of(), Map.of(), taken);
    Teacher teacher = new Teacher(anthropic, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    return anthropic.open(new Opening("claude", teacher, Path.of("."), Path.of("."), 0));
  }

  private Reply answered(String body) throws InterruptedException {
    server.script(_ -> ok(body));
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      return endpoint.read(CHAT, endpoint.send(CHAT, LONG).body());
    }
  }

  private CallFailed failure(int status, String body) {
    server.script(_ -> status(status, "", body));
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      return catchThrowableOfType(CallFailed.class, () -> endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()));
    }
  }

  @Test
  void aChatGoesOutWithItsKeyAndVersion() throws Exception {
    Sampling sampling = new Sampling(0.7, 0.9, 64, null, List.of("END"), Map.of("top_k", 5));
    Request chat = new Request.Chat(List.of(Message.of("system", "Be brief."), Message.user("hi"),
        new Message("assistant", "",
            "[{\"id\":\"t1\",\"function\":{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}]",
            null),
        new Message("tool", "2", null, "t1"), new Message("tool", "3", null, "t2")), sampling,
        "{\"type\":\"object\"}");
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      endpoint.send(chat, LONG);
      ScriptedServer.Asked asked = server.asked().getFirst();
      assertThat(asked.path()).isEqualTo("/v1/messages");
      assertThat(asked.head()).contains("x-api-key: " + KEY, "anthropic-version: 2023-06-01")
          .doesNotContain("Authorization");
      assertThat(asked.body()).isEqualTo(endpoint.canonical(chat)).isEqualTo("{\"max_tokens\":64,\"messages\":["
          + "{\"content\":\"hi\",\"role\":\"user\"},{\"content\":[{\"id\":\"t1\",\"input\":{\"a\":1},\"name\":\"add\","
          + "\"type\":\"tool_use\"}],\"role\":\"assistant\"},{\"content\":[{\"content\":\"2\",\"tool_use_id\":\"t1\","
          + "\"type\":\"tool_result\"},{\"content\":\"3\",\"tool_use_id\":\"t2\",\"type\":\"tool_result\"}],\"role\":"
          + "\"user\"}],\"model\":\"claude-sonnet-4-5\",\"output_config\":{\"format\":{\"schema\":{\"type\":\"object\"},"
          + "\"type\":\"json_schema\"}},\"stop_sequences\":[\"END\"],\"system\":\"Be brief.\",\"temperature\":0.7,"
          + "\"top_k\":5,\"top_p\":0.9}");
      assertThat(endpoint.canonical(CHAT)).contains("\"max_tokens\":4096");
      assertThat(endpoint.identity()).startsWith("anthropic http://127.0.0.1").doesNotContain(KEY);
    }
  }

  @Test
  void anAnswerIsReadWithThinkingApartAndCachedTokensCounted() throws Exception {
    Reply reply = answered(ANSWER.formatted("end_turn"));
    assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "stop", null, null));
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(15, 3, false, new Reply.Detail(4, 2, 0)));
    assertThat(reply.servedModel()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(answered(ANSWER.formatted("max_tokens")).first().truncated()).isTrue();
    assertThat(answered(ANSWER.formatted("model_context_window_exceeded")).first().truncated()).isTrue();
    assertThat(answered(ANSWER.formatted("stop_sequence")).first().finishReason()).isEqualTo("stop");
    assertThat(answered("""
        {"type":"message","model":"claude-sonnet-4-5","content":[{"type":"tool_use","id":"t1","name":"add","input":
        {"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""").first())
        .isEqualTo(new Reply.Choice("", "", "tool_calls", "[{\"function\":{\"arguments\":\"{\\\"a\\\":1}\",\"name\":"
            + "\"add\"},\"id\":\"t1\",\"type\":\"function\"}]", null));
  }

  @Test
  void eachErrorHasItsClass() {
    String error = "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_1\"}";
    assertThat(failure(529, error.formatted("overloaded_error", "Overloaded")).failure()).isEqualTo(Failure.OVERLOAD);
    assertThat(failure(429, error.formatted("rate_limit_error", "slow")).failure()).isEqualTo(Failure.RATE_LIMIT);
    assertThat(failure(401, error.formatted("authentication_error", "invalid x-api-key")))
        .hasMessageContaining("Check the key (secret from ANTHROPIC_API_KEY)").hasMessageNotContaining(KEY);
    assertThat(
        failure(400, error.formatted("invalid_request_error", "prompt is too long: 205434 tokens > 200000 maximum"))
            .failure())
        .isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(failure(400, error.formatted("invalid_request_error", "max_tokens: Field required")).failure())
        .isEqualTo(Failure.BAD_REQUEST);
    assertThat(failure(400, error.formatted("invalid_request_error", "Your credit balance is too low to access it"))
        .failure()).isEqualTo(Failure.AUTH);
    assertThat(failure(500, error.formatted("api_error", "x")).failure()).isEqualTo(Failure.SERVER_ERROR);
    assertThat(failure(200, ANSWER.formatted("refusal")).failure()).isEqualTo(Failure.REFUSAL);
    assertThat(failure(200, ANSWER.formatted("end_turn").replace("claude-sonnet", "claude-haiku")).failure())
        .isEqualTo(Failure.WRONG_MODEL);
    assertThat(failure(200, "{\"type\":\"message\"}").failure()).isEqualTo(Failure.MALFORMED_REPLY);
  }

  @Test
  void whatTheApiCannotDoIsRefusedByName() {
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      for (Sampling sampling : List.of(new Sampling(null, null, null, 7L, List.of(), Map.of()),
          new Sampling(null, null, null, null, List.of(), Map.of("n", 2)),
          new Sampling(null, null, null, null, List.of(), Map.of("logprobs", true)))) {
        assertThatThrownBy(() -> endpoint.canonical(new Request.Chat(List.of(Message.user("hi")), sampling)))
            .isInstanceOf(UserError.class).hasMessageContaining("nothing that 'anthropic' can do");
      }
      assertThatThrownBy(() -> endpoint.canonical(new Request.Completion("a", Sampling.NONE)))
          .isInstanceOf(CallFailed.class).hasMessageContaining("answers chats only");
      assertThatThrownBy(() -> endpoint.canonical(
          new Request.Chat(List.of(Message.user("hi"), Message.of("system", "now")), Sampling.NONE)))
          .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_ROW));
    }
    assertThat(new Anthropic("m", null, "http://h/v1", Map.of(), Map.of(), Anthropic.Server.DEFAULT)
        .cannot(new Sampling(0.5, null, 9, 7L, List.of(), Map.of("n", 2, "top_k", 3)))).hasSize(2)
        .allMatch(problem -> problem.contains("nothing that 'anthropic' can do"));
    assertThatThrownBy(() -> new Anthropic("m", null, "http://h/v1", Map.of(), Map.of("seed", 1),
        Anthropic.Server.DEFAULT)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'seed'");
  }

  @Test
  void aSchemaIsToldInTheApisWayOrInWords() {
    Request.Chat chat = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE,
        "{\"type\":\"object\",\"properties\":{\"why\":{},\"answer\":{}}}");
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      assertThat(endpoint.tellings("{}")).containsExactly(Telling.RESPONSE_FORMAT, Telling.PROMPT);
      assertThat(endpoint.canonical(chat)).contains("\"output_config\"", "{\"why\":{},\"answer\":{}}");
      assertThat(endpoint.canonical(chat.told(Telling.PROMPT))).doesNotContain("output_config").contains("why");
    }
  }

  @Test
  void theWindowIsTheServersWord() {
    server.script(asked -> asked.path().equals("/v1/models/claude-sonnet-4-5")
        ? ok("{\"id\":\"claude-sonnet-4-5\",\"type\":\"model\",\"max_input_tokens\":200000}")
        : status(404, "", "none"));
    try (Endpoint endpoint = open(Anthropic.Streaming.NEVER)) {
      assertThat(endpoint.window()).hasValue(200_000);
      server.script(_ -> ok("{\"id\":\"claude-sonnet-4-5\",\"type\":\"model\"}"));
      assertThat(endpoint.window()).isEmpty();
    }
  }

  private static String events(String... data) {
    StringBuilder events = new StringBuilder();
    for (String one : data) {
      events.append("event: x\ndata: ").append(one).append("\n\n");
    }
    return status(200, "Content-Type: text/event-stream\r\n", events.toString());
  }

  @Test
  void aStreamIsKeptAsOneMessage() throws Exception {
    String start = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
        + "\"model\":\"claude-sonnet-4-5\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":9,"
        + "\"output_tokens\":1}}}";
    String[] whole = {start,
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}",
        "{\"type\":\"ping\"}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}",
        "{\"type\":\"content_block_stop\",\"index\":0}",
        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"y\"}}",
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"es\"}}",
        "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":"
            + "\"add\",\"input\":{}}}",
        "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
            + "\"{\\\"a\\\":\"}}",
        "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}",
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":12}}",
        "{\"type\":\"message_stop\"}"};
    server.script(_ -> events(whole));
    try (Endpoint endpoint = open(Anthropic.Streaming.ALWAYS)) {
      Reply reply = endpoint.read(CHAT, endpoint.send(CHAT, LONG).body());
      assertThat(reply.first()).isEqualTo(new Reply.Choice("yes", "hm", "tool_calls",
          "[{\"function\":{\"arguments\":\"{\\\"a\\\":1}\",\"name\":\"add\"},\"id\":\"t\",\"type\":\"function\"}]",
          null));
      assertThat(reply.usage()).isEqualTo(new Reply.Usage(9, 12, false));
      assertThat(server.asked().getFirst().body()).contains("\"stream\":true");
      assertThat(endpoint.canonical(CHAT)).doesNotContain("\"stream\"");
      server.script(
          _ -> events(start, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}"));
      assertThat(catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG)).failure())
          .isEqualTo(Failure.OVERLOAD);
      server.script(_ -> events(Arrays.copyOf(whole, whole.length - 1)));
      CallFailed cut = catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG));
      assertThat(cut.failure()).isEqualTo(Failure.MALFORMED_REPLY);
      assertThat(cut.body()).isNull();
    }
  }
}
