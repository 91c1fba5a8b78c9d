package dev.retort.teacher.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.row.Message;
import dev.retort.teacher.Backend.Opening;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.ScriptedServer;
import dev.retort.teacher.simulated.FleetOptions;
import dev.retort.teacher.simulated.FleetServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Sampling SAMPLING = new Sampling(0.5, null, 40, 3L, List.of(),
      Map.of("n", 2, "logprobs", true, "top_logprobs", 2));
  private static final Request CHAT = new Request.Chat(List.of(Message.user("Why do cats purr?")), SAMPLING);

  private static Endpoint open(String base, String model, OpenAi.Streaming streaming) {
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.NEVER, OpenAi.ServedModel.MATCH, Map.of(),
        OpenAi.Structured.AUTO, OpenAi.Api.DEFAULT, OpenAi.Sending.DEFAULT.with(streaming));
    OpenAi openAi = new OpenAi(base, model, null, Map.of(), Map.of(), taken);
    Teacher teacher = new Teacher(openAi, null, Sampling.NONE, Limits.DEFAULT, LONG, null);
    return openAi.open(new Opening("t", teacher, Path.of("."), Path.of("."), 0));
  }

  @Test
  void aStreamedAnswerIsTheAnswerInOnePiece() throws Exception {
    try (FleetServer fleet = FleetServer.start(FleetOptions.ofSeed(5).withTiming(0))) {
      for (String model : List.of("sim-thinker", "sim-muser", "sim-brief")) {
        try (Endpoint whole = open(fleet.baseUrl(), model, OpenAi.Streaming.NEVER);
            Endpoint streamed = open(fleet.baseUrl(), model, OpenAi.Streaming.ALWAYS)) {
          assertThat(streamed.canonical(CHAT)).isEqualTo(whole.canonical(CHAT));
          assertThat(streamed.identity()).isEqualTo(whole.identity());
          Endpoint.Response response = streamed.send(CHAT, LONG);
          assertThat(response.body()).startsWith("{").doesNotContain("data:");
          assertThat(streamed.read(CHAT, response.body()))
              .isEqualTo(whole.read(CHAT, whole.send(CHAT, LONG).body()));
          assertThat(response.firstByte()).isPositive().isLessThanOrEqualTo(response.total());
        }
      }
    }
  }

  @Test
  void onlyTheWireKnowsOfTheStream() throws Exception {
    String events = "data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"},"
        + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    try (
        ScriptedServer server = new ScriptedServer(
            _ -> ScriptedServer.status(200, "Content-Type: text/event-stream\r\n", events));
        Endpoint endpoint = open(server.base(), "m", OpenAi.Streaming.ALWAYS)) {
      assertThat(endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()).first().text()).isEqualTo("hello");
      assertThat(server.asked().getFirst().body()).contains("\"stream\":true",
          "\"stream_options\":{\"include_usage\":true}");
      assertThat(endpoint.canonical(CHAT)).doesNotContain("stream");
      server.script(_ -> ScriptedServer.status(200, "Content-Type: text/event-stream\r\n",
          events.substring(0, events.indexOf("data: [DONE]"))));
      assertThat(catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG)).failure())
          .isEqualTo(Failure.MALFORMED_REPLY);
      server.script(_ -> ScriptedServer.chat("in one piece"));
      assertThat(endpoint.read(CHAT, endpoint.send(CHAT, LONG).body()).first().text()).isEqualTo("in one piece");
      server.script(_ -> ScriptedServer.status(400, "", "{\"error\":{\"code\":\"context_length_exceeded\"}}"));
      assertThat(catchThrowableOfType(CallFailed.class, () -> endpoint.send(CHAT, LONG)).failure())
          .isEqualTo(Failure.CONTEXT_OVERFLOW);
    }
  }
}
