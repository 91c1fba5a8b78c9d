package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ScriptedServer.chat;
import static dev.retort.teacher.http.ScriptedServer.ok;
import static dev.retort.teacher.http.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiTest {
  private static final String KEY = "sk-test-1234567890";
  private static final Request CHAT = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
  private static final Duration LONG = Duration.ofSeconds(30);
  private ScriptedServer server;
  private Endpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer(_ -> chat("hello"));
    endpoint = open(new OpenAi(server.base(), "m", Secret.of("MY_KEY", KEY), Map.of("X-Team", "blue"), Map.of(),
        OpenAi.Server.DEFAULT));
  }

  @AfterEach
  void stop() throws Exception {
    endpoint.close();
    server.close();
  }

  private static Endpoint open(OpenAi openAi) {
    Teacher teacher = new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    return openAi.open(new Opening("qwen", teacher, Path.of("."), Path.of("."), 0));
  }

  private CallFailed failure(String answer, Duration deadline) {
    server.script(_ -> answer);
    return catchThrowableOfType(CallFailed.class,
        () -> endpoint.read(CHAT, endpoint.send(CHAT, deadline).body()));
  }

  @Test
  void sendsTheCanonicalRequestWithKeyAndHeaders() throws Exception {
    Endpoint.Response response = endpoint.send(CHAT, new Endpoint.Try("ab12", 3, endpoint.canonical(CHAT)), LONG);
    assertThat(endpoint.read(CHAT, response.body()).first().text()).isEqualTo("hello");
    assertThat(response.total()).isGreaterThanOrEqualTo(response.firstByte());
    ScriptedServer.Asked asked = server.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.body()).isEqualTo(endpoint.canonical(CHAT))
        .isEqualTo("{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}],\"model\":\"m\"}");
    assertThat(asked.head()).contains("Authorization: Bearer " + KEY, "X-Team: blue", "X-Retort-Call: ab12",
        "X-Retort-Attempt: 3");
  }

  @Test
  void aChatIsWrittenByItsOwnSamplingWhateverTheOneBeforeHad() {
    List<Message> messages = List.of(Message.user("hi"));
    List<Sampling> samplings = List.of(Sampling.NONE, Sampling.NONE.withMaxTokens(3), Sampling.NONE.withMaxTokens(4),
        Sampling.NONE.withMaxTokens(4).withSeed(1L), Sampling.NONE.withMaxTokens(3), Sampling.NONE);
    for (Sampling sampling : samplings) {
      for (String schema : new String[]{null, "{}", null}) {
        Request.Chat chat = new Request.Chat(messages, sampling, schema);
        assertThat(endpoint.canonical(chat)).isEqualTo(OpenAiFormat.canonical(chat, "m", Map.of()));
      }
    }
  }

  @Test
  void eachStatusHasItsClass() {
    Map<Integer, Failure> classes = Map.ofEntries(Map.entry(401, Failure.AUTH), Map.entry(403, Failure.AUTH),
        Map.entry(429, Failure.RATE_LIMIT), Map.entry(400, Failure.BAD_REQUEST), Map.entry(404, Failure.BAD_REQUEST),
        Map.entry(302, Failure.BAD_REQUEST), Map.entry(408, Failure.TIMEOUT), Map.entry(500, Failure.SERVER_ERROR),
        Map.entry(501, Failure.SERVER_ERROR), Map.entry(502, Failure.OVERLOAD), Map.entry(503, Failure.OVERLOAD),
        Map.entry(529, Failure.OVERLOAD), Map.entry(504, Failure.TIMEOUT));
    classes.forEach((code, wanted) -> {
      CallFailed failed = failure(status(code, "Location: http://127.0.0.1:1/\r\n", "{\"error\":\"no\"}"), LONG);
      assertThat(failed.failure()).as("status %d", code).isEqualTo(wanted);
      assertThat(failed).hasMessageContaining("teacher 'qwen'").hasMessageContaining(server.base())
          .hasMessageContaining("answered " + code + ": no");
      assertThat(failed.body()).isEqualTo("{\"error\":\"no\"}");
    });
    assertThat(server.asked()).hasSize(classes.size());
  }

  @Test
  void aPromptThatIsTooLongIsToldFromAnyOtherBadRequest() {
    for (String words : List.of("{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}}",
        "{\"message\":\"This model's maximum context length is 128 tokens\"}",
        "{\"error\":{\"type\":\"exceed_context_size_error\",\"message\":\"x\"}}")) {
      assertThat(failure(status(400, "", words), LONG).failure()).isEqualTo(Failure.CONTEXT_OVERFLOW);
    }
    assertThat(failure(status(400, "", "{\"error\":{\"code\":\"content_filter\"}}"), LONG).failure())
        .isEqualTo(Failure.CONTENT_FILTER);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(failure(status(429, "Retry-After: 7\r\n", ""), LONG).retryAfter()).isEqualTo(Duration.ofSeconds(7));
    String date = "Date: Sat, 21 Nov 2026 11:00:00 GMT\r\nRetry-After: Sat, 21 Nov 2026 11:00:30 GMT\r\n";
    assertThat(failure(status(503, date, ""), LONG).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(failure(status(429, "Retry-After: soon\r\n", ""), LONG).retryAfter()).isNull();
  }

  @Test
  void aLostConnectionIsAConnectionFailure() {
    assertThat(failure(ScriptedServer.RESET, LONG).failure()).isEqualTo(Failure.CONNECTION);
    String cut = "HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n{\"choices\":";
    assertThat(failure(cut, LONG).failure()).isEqualTo(Failure.CONNECTION);
  }

  @Test
  void anUnreachableServerIsNamedWithWhatToTry() {
    endpoint.close();
    // A port below 1024, so that no other test is given it meanwhile.
    endpoint = open(new OpenAi("http://127.0.0.1:9/v1", "m", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT));
    assertThat(failure("", LONG)).hasMessageContaining("teacher 'qwen': cannot reach http://127.0.0.1:9/v1")
        .hasMessageContaining("refused. Is the server running? Try `curl");
  }

  @Test
  void aSlowAnswerEndsAtTheDeadline() {
    assertThat(failure(ScriptedServer.SILENCE, Duration.ofMillis(500)).failure()).isEqualTo(Failure.TIMEOUT);
    String headOnly = "HTTP/1.1 200 X\r\nContent-Length: 5\r\n\r\n{";
    assertThat(failure(headOnly, LONG).failure()).isEqualTo(Failure.CONNECTION);
  }

  @Test
  void anAnswerThatIsNoReplyIsMalformed() {
    for (String body : List.of("{\"choices\":", "<html>", "[]", "{\"choices\":[]}", "{\"error\":\"busy\"}", "{}",
        "{\"choices\":[{}]}", "{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":5}}]}", "\u00ff")) {
      assertThat(failure(status(200, "", body.equals("\u00ff") ? "x" : body), LONG).failure()).as(body)
          .isEqualTo(Failure.MALFORMED_REPLY);
    }
    assertThat(failure("HTTP/1.1 200 X\r\nContent-Length: 1\r\nConnection: close\r\n\r\n\u00ff", LONG))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void anotherModelThanTheOneAskedIsRefused() {
    assertThat(failure(chat("x").replace("\"m\"", "\"z\""), LONG).failure()).isEqualTo(Failure.WRONG_MODEL);
    assertThat(ReplyJson.sameModel("gpt-4o", "gpt-4o-2024-08-06")).isTrue();
    assertThat(ReplyJson.sameModel("Qwen/Qwen2.5-72B", "qwen2.5-72b")).isTrue();
    assertThat(ReplyJson.sameModel("gpt-4", "gpt-4o")).isFalse();
    assertThat(ReplyJson.sameModel("llama-3", "qwen-3")).isFalse();
  }

  @Test
  void theKeyIsNowhereEvenIfTheServerSendsItBack() {
    CallFailed failed = failure(status(401, "", "{\"error\":{\"message\":\"bad key " + KEY + "\"}}"), LONG);
    assertThat(failed).hasMessageContaining("Check the key (secret from MY_KEY)").hasMessageContaining("[secret]");
    StringBuilder all = new StringBuilder(String.valueOf(failed.body()) + endpoint.identity());
    for (Throwable t = failed; t != null; t = t.getCause()) {
      all.append(t);
    }
    assertThat(all.toString()).doesNotContain(KEY);
    assertThatThrownBy(() -> new OpenAi("http://h/v1", "m", Secret.of("K", KEY + "\n"), Map.of(), Map.of(),
        OpenAi.Server.DEFAULT)).hasMessageNotContaining(KEY).hasMessageContaining("secret from K");
  }

  @Test
  void aSecretHeaderIsHiddenWhateverItsName() throws Exception {
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH,
        Map.of("X-Tenant", Secret.of("TENANT", "blue-whale-77")));
    try (Endpoint other = open(new OpenAi(server.base(), "m", null, Map.of(), Map.of(), taken))) {
      server.script(_ -> status(400, "", "{\"error\":{\"message\":\"no tenant blue-whale-77\"}}"));
      CallFailed failed = catchThrowableOfType(CallFailed.class, () -> other.send(CHAT, LONG));
      assertThat(server.asked().getLast().head()).contains("X-Tenant: blue-whale-77");
      assertThat(failed).hasMessageContaining("no tenant [secret]");
      assertThat(failed.body()).doesNotContain("blue-whale-77");
    }
  }

  @Test
  void theWindowIsTheServersWord() {
    server.script(_ -> ok("{\"data\":[{\"id\":\"other\"},{\"id\":\"m\",\"max_model_len\":4096}]}"));
    assertThat(endpoint.window()).hasValue(4096);
    server.script(asked -> asked.path().equals("/props")
        ? ok("{\"default_generation_settings\":{\"n_ctx\":512}}")
        : ok("{\"data\":[{\"id\":\"m\",\"meta\":{\"n_ctx_train\":2048}}]}"));
    assertThat(endpoint.window()).hasValue(512);
    server.script(_ -> status(404, "", "none"));
    assertThat(endpoint.window()).isEmpty();
  }

  @Test
  void tokensAreCountedAtTheServersRoot() throws Exception {
    server.script(_ -> ok("{\"tokens\":[1,2,3]}"));
    assertThat(endpoint.tokenizes()).isTrue();
    Request ask = new Request.Tokenize("a b c", true);
    Reply reply = endpoint.read(ask, endpoint.send(ask, LONG).body());
    assertThat(reply.usage()).isEqualTo(new Reply.Usage(3, 0, false));
    assertThat(server.asked().getLast().path()).isEqualTo("/tokenize");
    server.script(_ -> status(404, "", "none"));
    assertThat(endpoint.tokenizes()).isFalse();
  }

  @Test
  void theIdentityHoldsWhatIsSentButNoSecret() {
    OpenAi.Server server = new OpenAi.Server(OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH,
        Map.of("X-Api-Key", Secret.of("KEY", "secretvalue")));
    OpenAi one = new OpenAi("HTTP://Example.com:80/v1/", "m", null, Map.of("X-Team", "a"), Map.of("top_k", 5), server);
    assertThat(one.identity()).isEqualTo("openai http://example.com/v1 m {\"top_k\":5} {\"x-team\":\"a\"}");
    assertThatThrownBy(() -> new OpenAi("http://h/v1", "m", null, Map.of("X-Api-Key", "secretvalue"), Map.of(),
        OpenAi.Server.DEFAULT)).hasMessageContaining("secret_headers").hasMessageNotContaining("secretvalue");
    for (String url : List.of("ftp://h/v1", "h:80", "http://u:p@h/v1", "http://h/v1?key=1", "no url")) {
      assertThatThrownBy(() -> OpenAi.address(url)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("base_url");
    }
  }
}
