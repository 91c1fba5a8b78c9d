package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.UserError;
import dev.retort.row.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FleetServerTest {

  private static List<ObjectNode> bodies() {
    List<ObjectNode> bodies = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      Family family = Family.values()[i % 6];
      ObjectNode body = Asks.chat(Persona.ALL.get(i % 7).name(), Tasks.generate(family, i).prompt());
      body.putObject("retort_faults").put("error_500", 0.2).put("malformed_json", 0.2).put("wrong_model", 0.1);
      bodies.add(body);
    }
    return bodies;
  }

  private static Map<String, String> all(Wire wire, int order) throws ExecutionException, InterruptedException {
    List<String> asks = new ArrayList<>();
    for (ObjectNode body : bodies()) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        asks.add(attempt + body.toString());
      }
    }
    Collections.shuffle(asks, new Random(order));
    Map<String, String> answers = new HashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(1 + 16 * order)) {
      Map<String, Future<HttpResponse<String>>> pending = new HashMap<>();
      for (String ask : asks) {
        pending.put(ask, threads.submit(
            () -> wire.post(Asks.CHAT, ask.substring(1), Map.of("X-Retort-Attempt", ask.substring(0, 1)))));
      }
      for (Map.Entry<String, Future<HttpResponse<String>>> entry : pending.entrySet()) {
        HttpResponse<String> response = entry.getValue().get();
        answers.put(entry.getKey(), response.statusCode() + response.body());
      }
    }
    return answers;
  }

  @Test
  void answersAndFaultsDoNotDependOnTheOrderOfArrival() throws Exception {
    Map<String, String> first;
    try (Wire wire = Wire.quick(7)) {
      first = all(wire, 0);
      assertThat(all(wire, 1)).isEqualTo(first);
    }
    try (Wire again = Wire.quick(7); Wire other = Wire.quick(8)) {
      assertThat(all(again, 2)).isEqualTo(first);
      assertThat(all(other, 2)).isNotEqualTo(first);
    }
    assertThat(new HashSet<>(first.values())).hasSizeGreaterThan(100);
    assertThat(first.entrySet().stream().filter(entry -> entry.getKey().startsWith("3")).map(Map.Entry::getValue))
        .allMatch(answer -> answer.startsWith("200") && !answer.contains(Fleet.IMPOSTOR));
    assertThat(first.values().stream().filter(answer -> answer.startsWith("500"))).hasSizeGreaterThan(20);
  }

  @Test
  void callsOfAnotherNameAreDrawnAnew() throws IOException {
    String body = Asks.chat("sim-chatty", "hi").toString();
    try (Wire wire = Wire.quick(7)) {
      String one = wire.post(Asks.CHAT, body, Map.of("X-Retort-Call", "a")).body();
      assertThat(wire.post(Asks.CHAT, body, Map.of("X-Retort-Call", "a")).body()).isEqualTo(one);
      assertThat(wire.post(Asks.CHAT, body, Map.of("X-Retort-Call", "b")).body()).isNotEqualTo(one);
    }
  }

  @Test
  void everyAnswerSaysItIsSimulated() throws IOException {
    try (Wire wire = new Wire(FleetOptions.ofSeed(7).withTiming(0).withTokenize(true))) {
      String chat = Asks.chat("sim-brief", "hi").toString();
      for (HttpResponse<String> response : List.of(wire.get("/v1/models"), wire.post(Asks.CHAT, chat, Map.of()),
          wire.post("/v1/completions", "{\"model\":\"sim-brief\",\"prompt\":\"hi\"}", Map.of()),
          wire.post("/v1/embeddings", "{\"model\":\"sim-brief\",\"input\":\"hi\"}", Map.of()),
          wire.post("/tokenize", "{\"model\":\"sim-brief\",\"prompt\":\"hi\"}", Map.of()),
          wire.post(Asks.CHAT, "{}", Map.of()), wire.get("/nowhere"))) {
        assertThat(Json.read(response.body()).path("retort_simulated").asBoolean(false)).as(response.body()).isTrue();
      }
    }
  }

  @Test
  void lengthStopAndNumberOfAnswersAreKept() throws IOException {
    try (Wire wire = Wire.quick(7)) {
      ObjectNode body = Asks.chat("sim-scholar", "Why do cats purr?");
      JsonNode whole = wire.chat(body);
      String text = whole.at("/choices/0/message/content").stringValue();
      assertThat(whole.at("/usage/completion_tokens").intValue()).isEqualTo(Tokens.count(text));
      JsonNode cut = wire.chat(body.deepCopy().put("max_tokens", 9));
      assertThat(text).startsWith(cut.at("/choices/0/message/content").stringValue());
      assertThat(cut.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
      assertThat(cut.at("/usage/completion_tokens").intValue()).isEqualTo(9);
      JsonNode stopped = wire.chat(body.deepCopy().put("stop", text.substring(20, 30)));
      assertThat(stopped.at("/choices/0/message/content").stringValue()).isEqualTo(text.substring(0, 20));
      JsonNode three = wire.chat(body.deepCopy().put("n", 3));
      assertThat(three.path("choices")).hasSize(3);
      assertThat(three.at("/choices/0/message/content").stringValue()).isEqualTo(text);
      assertThat(three.at("/choices/1/message/content").stringValue()).isNotEqualTo(text);
      assertThat(wire.chat(body.deepCopy().put("seed", 1)).at("/choices/0/message/content").stringValue())
          .isNotEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"sim-scholar", "sim-thinker", "sim-muser"})
  void aStreamCarriesTheSameAnswerInEvents(String model) throws IOException {
    try (Wire wire = Wire.quick(7)) {
      ObjectNode body = Asks.chat(model, "Why do cats purr?");
      JsonNode whole = wire.chat(body);
      ObjectNode streaming = body.deepCopy().put("stream", true);
      streaming.putObject("stream_options").put("include_usage", true);
      HttpResponse<String> response = wire.post(Asks.CHAT, streaming.toString(), Map.of());
      assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      String[] events = response.body().split("\n\n");
      assertThat(events[events.length - 1]).isEqualTo("data: [DONE]");
      StringBuilder text = new StringBuilder();
      StringBuilder reasoning = new StringBuilder();
      for (int i = 0; i < events.length - 1; i++) {
        assertThat(events[i]).startsWith("data: {");
        JsonNode chunk = Json.read(events[i].substring(6));
        assertThat(chunk.path("object").stringValue()).isEqualTo("chat.completion.chunk");
        text.append(chunk.at("/choices/0/delta/content").asString(""));
        reasoning.append(chunk.at("/choices/0/delta/reasoning_content").asString(""));
      }
      JsonNode last = Json.read(events[events.length - 2].substring(6));
      JsonNode finish = Json.read(events[events.length - 3].substring(6));
      assertThat(text.toString()).isEqualTo(whole.at("/choices/0/message/content").stringValue());
      assertThat(reasoning.toString()).isEqualTo(whole.at("/choices/0/message/reasoning_content").asString(""));
      assertThat(finish.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
      assertThat(last.path("choices")).isEmpty();
      assertThat(last.path("usage")).isEqualTo(whole.path("usage"));
    }
  }

  @Test
  void logprobsStandForEachTokenAndNeverAddUpToMoreThanOne() throws IOException {
    try (Wire wire = Wire.quick(7)) {
      ObjectNode body = Asks.chat("sim-scholar", "Why do cats purr?").put("logprobs", true).put("top_logprobs", 5);
      JsonNode choice = wire.chat(body).at("/choices/0");
      StringBuilder text = new StringBuilder();
      for (JsonNode entry : choice.at("/logprobs/content")) {
        text.append(entry.path("token").stringValue());
        assertThat(entry.path("top_logprobs")).hasSize(5);
        double sum = 0;
        double before = 0;
        for (JsonNode top : entry.path("top_logprobs")) {
          double value = top.path("logprob").doubleValue();
          assertThat(value).isLessThanOrEqualTo(before);
          before = value;
          sum += Math.exp(value);
        }
        assertThat(sum).isLessThanOrEqualTo(1 + 1e-6);
      }
      assertThat(text.toString()).isEqualTo(choice.at("/message/content").stringValue());
    }
  }

  @Test
  void completionsGoOnFromPrompts() throws IOException {
    try (Wire wire = Wire.quick(7)) {
      String asked = "{\"model\":\"sim-brief\",\"prompt\":[\"On bees\",\"On maps\"],\"max_tokens\":12,\"logprobs\":2}";
      JsonNode whole = Json.read(wire.post("/v1/completions", asked, Map.of()).body());
      assertThat(whole.path("choices")).hasSize(2);
      assertThat(whole.at("/choices/1/logprobs/tokens")).hasSize(12);
      assertThat(whole.at("/choices/1/finish_reason").stringValue()).isEqualTo("length");
      assertThat(whole.at("/usage/completion_tokens").intValue()).isEqualTo(24);
    }
  }

  @Test
  void embeddingsOfLikeTextsLieNear() throws IOException {
    try (Wire wire = Wire.quick(7)) {
      String asked = "{\"model\":\"sim-brief\",\"input\":[\"the red cat sat on a mat\",\"the red cat sat on a rug\","
          + "\"quarterly earnings rose sharply\"]}";
      JsonNode data = Json.read(wire.post("/v1/embeddings", asked, Map.of()).body()).path("data");
      assertThat(dot(data, 0, 0)).isCloseTo(1, within(1e-4));
      assertThat(dot(data, 0, 1)).isGreaterThan(dot(data, 0, 2) + 0.3);
    }
  }

  private static double dot(JsonNode data, int a, int b) {
    double dot = 0;
    for (int i = 0; i < 64; i++) {
      dot += data.get(a).path("embedding").get(i).doubleValue() * data.get(b).path("embedding").get(i).doubleValue();
    }
    return dot;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"/v1/chat/completions|{|400|invalid_json",
      "/v1/chat/completions|[]|400|invalid_json", "/v1/chat/completions|{\"model\":\"gpt\"}|404|model_not_found",
      "/v1/chat/completions|{\"model\":\"sim-brief\"}|400|invalid_value",
      "/v1/chat/completions|{\"model\":\"sim-brief\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":99999}|400|context_length_exceeded",
      "/v1/chat/completions|{\"model\":\"sim-brief\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"retort_faults\":{\"fire\":1}}|400|invalid_value",
      "/v1/embeddings|{\"model\":\"sim-brief\"}|400|invalid_value", "/tokenize|{}|404|not_found",
      "/v1/models|{}|405|method_not_allowed"})
  void badRequestsAreToldApart(String path, String body, int status, String code) throws IOException {
    try (Wire wire = Wire.quick(7)) {
      HttpResponse<String> response = wire.post(path, body, Map.of());
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(Json.read(response.body()).at("/error/code").stringValue()).isEqualTo(code);
    }
  }

  @Test
  void theLogCountsWhatWasAskedBeforeItIsAnswered(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("asked.jsonl");
    try (Wire wire = Wire.logged(7, log)) {
      all(wire, 1);
      wire.post(Asks.CHAT, "{", Map.of());
    }
    List<JsonNode> lines = Files.readAllLines(log).stream().map(Json::read).toList();
    assertThat(lines).hasSize(bodies().size() * 3 + 1);
    assertThat(lines.stream().map(line -> line.path("sequence").longValue()).distinct()).hasSameSizeAs(lines);
    assertThat(lines.stream().map(line -> line.path("sha256").stringValue()).distinct()).hasSize(bodies().size() + 1);
    assertThat(lines.getLast().path("status").intValue()).isEqualTo(400);
    assertThat(lines.stream().filter(line -> line.path("fault").asString("").equals("error_500")))
        .allMatch(line -> line.path("status").intValue() == 500).hasSizeGreaterThan(20);
  }

  @Test
  void onlyLoopbackIsListenedOn() throws IOException {
    try (Wire wire = Wire.quick(7)) {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(network.getInetAddresses())) {
          if (!address.isLoopbackAddress()) {
            assertThatThrownBy(() -> connect(address, wire.server.port())).isInstanceOf(IOException.class);
          }
        }
      }
      connect(InetAddress.getByName("127.0.0.1"), wire.server.port());
    }
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
    }
  }

  @Test
  void aTakenPortIsTheUsersMistake() {
    try (Wire wire = Wire.quick(7)) {
      FleetOptions same = FleetOptions.ofSeed(7).withPort(wire.server.port());
      assertThatThrownBy(() -> FleetServer.start(same)).isInstanceOf(UserError.class)
          .hasMessageContaining(Integer.toString(wire.server.port()));
    }
  }
}
