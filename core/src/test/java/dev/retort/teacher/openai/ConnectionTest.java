package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ScriptedServer.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.batch.Batch;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Path HERE = Path.of(".");
  private static final Batch BATCH = new Batch(10, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(24),
      0.5);

  private static OpenAi.Sending sending(@Nullable Batch batch, Connection connection) {
    return new OpenAi.Sending(OpenAi.Streaming.NEVER, batch, OpenAi.Metrics.AUTO, connection);
  }

  private static OpenAi openAi(Connection connection) {
    return new OpenAi("http://model.invalid/v1", "m", null, Map.of(), Map.of(),
        new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.MATCH, Map.of(), OpenAi.Structured.AUTO,
            OpenAi.Api.DEFAULT, sending(null, connection)));
  }

  @Test
  void callsGoThroughTheProxyWithItsLogin() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer(_ -> chat("hello"))) {
      OpenAi openAi = openAi(
          new Connection(proxy.base().replace("/v1", ""), Secret.of("PROXY", "me:hidden-word"), null));
      Teacher teacher = new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, Duration.ofSeconds(20), null);
      Request ask = new Request.Chat(List.of(Message.user("hi")), Sampling.NONE);
      try (Endpoint endpoint = openAi.open(new Opening("t", teacher, HERE, HERE, 0))) {
        assertThat(endpoint.read(ask, endpoint.send(ask, Duration.ofSeconds(20)).body()).first().text())
            .isEqualTo("hello");
        assertThat(endpoint.identity()).doesNotContain("hidden-word", "127.0.0.1");
      }
      assertThat(proxy.asked()).hasSize(1);
      assertThat(proxy.asked().getFirst().path()).isEqualTo("http://model.invalid/v1/chat/completions");
      assertThat(proxy.asked().getFirst().head()).containsIgnoringCase("proxy-authorization: basic ");
    }
  }

  @Test
  void whatIsWrongIsToldBeforeARun() {
    assertThat(openAi(new Connection(null, null, "no-such.pem")).problems(HERE)).singleElement().asString()
        .startsWith("connection: ca_file: there is no file").contains("no-such.pem");
    assertThat(openAi(new Connection("ftp://p:1", null, null)).problems(HERE)).singleElement().asString()
        .contains("proxy must be http://HOST:PORT");
    assertThat(openAi(new Connection(null, Secret.of("P", "a:b"), null)).problems(HERE)).singleElement().asString()
        .contains("without 'proxy'").doesNotContain("a:b");
    assertThat(openAi(Connection.STRAIGHT).problems(HERE)).isEmpty();
    assertThatThrownBy(() -> sending(BATCH, new Connection("http://p:1", null, null)))
        .hasMessageContaining("Leave 'batch' or 'connection' out");
  }
}
