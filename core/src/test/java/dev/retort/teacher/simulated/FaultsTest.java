package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

class FaultsTest {
  private final Wire wire = Wire.quick(3);

  @AfterEach
  void stop() {
    wire.close();
  }

  private static ObjectNode body(Fault fault) {
    ObjectNode body = Asks.chat("sim-scholar", "Why do cats purr?");
    body.putObject("retort_faults").put(fault.word(), 1);
    return body;
  }

  private HttpResponse<String> ask(ObjectNode body, int attempt) throws IOException {
    return wire.post(Asks.CHAT, body.toString(), Map.of("X-Retort-Attempt", Integer.toString(attempt)));
  }

  /// The bytes of an answer as they stand on the wire, until the server ends the connection.
  private String raw(ObjectNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket("127.0.0.1", wire.server.port())) {
      socket.setSoTimeout(20_000);
      String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n".formatted(Asks.CHAT,
          bytes.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aResetAbortsTheConnection() {
    assertThatThrownBy(() -> raw(body(Fault.RESET))).isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void aCutOffAnswerIsShorterThanItsLength() throws IOException {
    String answer = raw(body(Fault.CUT_OFF));
    int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    String sent = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(sent.getBytes(StandardCharsets.UTF_8)).hasSize(length / 2);
    assertThatThrownBy(() -> ask(body(Fault.CUT_OFF), 1)).isInstanceOf(IOException.class);
  }

  @Test
  void aCutOffStreamHasNoEnd() throws IOException {
    String answer = raw(body(Fault.CUT_OFF).put("stream", true));
    assertThat(answer).contains("data: {").doesNotContain("[DONE]").doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void malformedJsonCannotBeRead() throws IOException {
    HttpResponse<String> response = ask(body(Fault.MALFORMED_JSON), 1);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> Json.read(response.body())).isInstanceOf(JacksonException.class);
  }

  @Test
  void anotherModelAnswers() throws IOException {
    assertThat(Json.read(ask(body(Fault.WRONG_MODEL), 1).body()).path("model").stringValue())
        .isEqualTo(Fleet.IMPOSTOR);
  }

  @Test
  void failuresAndRateLimitsHaveTheirStatus() throws IOException {
    assertThat(ask(body(Fault.ERROR_500), 1).statusCode()).isEqualTo(500);
    HttpResponse<String> limited = ask(body(Fault.RATE_LIMIT), 1);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("0");
    assertThat(Asks.plan(Asks.fleet(3), Asks.CHAT, body(Fault.RATE_LIMIT), 1).headers()).containsEntry("Retry-After",
        "1");
  }

  @Test
  void slowAnswersWaitLongerAndSayTheSame() {
    Planned slow = Asks.plan(Asks.fleet(3), Asks.CHAT, body(Fault.SLOW), 1);
    Planned usual = Asks.plan(Asks.fleet(3), Asks.CHAT, body(Fault.SLOW), 3);
    assertThat(slow.fault()).isEqualTo(Fault.SLOW);
    assertThat(slow.delay().minus(usual.delay()).toMillis()).isBetween(2_800L, 3_200L);
    assertThat(slow.parts()).isEqualTo(usual.parts());
  }

  @Test
  void theThirdAttemptPasses() throws IOException {
    for (Fault fault : Fault.values()) {
      HttpResponse<String> response = ask(body(fault), 3);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(Json.read(response.body()).path("model").stringValue()).isEqualTo("sim-scholar");
    }
    ObjectNode stubborn = body(Fault.ERROR_500);
    ((ObjectNode) stubborn.path("retort_faults")).put("attempts", 4);
    assertThat(ask(stubborn, 4).statusCode()).isEqualTo(500);
    assertThat(ask(stubborn, 5).statusCode()).isEqualTo(200);
  }

  @Test
  void charactersFailInPassingAsOftenAsStated() {
    Fleet fleet = Asks.fleet(3);
    int failed = 0;
    for (int i = 0; i < 1_000; i++) {
      ObjectNode body = Asks.chat("sim-careless", "Why?").put("seed", i);
      failed += Asks.plan(fleet, Asks.CHAT, body, 1).status() == 200 ? 0 : 1;
      assertThat(Asks.plan(fleet, Asks.CHAT, body, 3).status()).isEqualTo(200);
      assertThat(Asks.plan(fleet, Asks.CHAT, body, 0).status()).isEqualTo(200);
    }
    assertThat(failed).isBetween(50, 115);
  }

  @Test
  void theRetryCountOfOtherClientsIsUnderstood() throws IOException {
    String body = body(Fault.ERROR_500).toString();
    assertThat(wire.post(Asks.CHAT, body, Map.of("x-stainless-retry-count", "0")).statusCode()).isEqualTo(500);
    assertThat(wire.post(Asks.CHAT, body, Map.of("x-stainless-retry-count", "2")).statusCode()).isEqualTo(200);
    assertThat(wire.post(Asks.CHAT, body, Map.of("X-Retort-Attempt", "soon")).statusCode()).isEqualTo(400);
  }

  @Test
  void ratesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Faults.named(Map.of("reset", 0.7, "slow", 0.7))).hasMessageContaining("add up");
    assertThatThrownBy(() -> Faults.named(Map.of("reset", -0.1))).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> Faults.named(Map.of("fire", 0.1))).hasMessageContaining("fire");
  }
}
