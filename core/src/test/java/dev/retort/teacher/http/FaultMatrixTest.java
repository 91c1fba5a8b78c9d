package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.http.Faults.Fault;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault ends in its class and by its deadline; a call beside it on the same client is not touched.
@Timeout(60)
class FaultMatrixTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(30);

  static List<Fault> faults() {
    return Faults.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aPlainCallEndsInItsClassAndHarmsNoNeighbour(Fault fault) throws Exception {
    try (ScriptedServer server = besideGood(fault); ModelServer client = client(server)) {
      CompletableFuture<String> neighbour = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> neighbours(client, neighbour));
      CallFailed failed = failure(() -> client.post("/bad", "{}", Map.of(), deadline(fault)));
      assertThat(failed.failure()).as(failed.getMessage()).isEqualTo(fault.failure());
      assertThat(failed).hasMessageContaining(fault.said()).hasMessageContaining("teacher 't'");
      assertThat(neighbour.get(30, TimeUnit.SECONDS)).isEqualTo("fine");
      assertThat(client.post("/good", "{}", Map.of(), LONG).body()).isEqualTo("{}");
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aStreamedCallEndsAlike(Fault fault) throws Exception {
    try (ScriptedServer server = besideGood(fault); ModelServer client = client(server)) {
      CallFailed failed = failure(() -> client.stream("/bad", "{}", Map.of(), deadline(fault), _ -> {}));
      assertThat(failed.failure()).as(failed.getMessage()).isEqualTo(fault.failure());
      assertThat(client.post("/good", "{}", Map.of(), LONG).body()).isEqualTo("{}");
    }
  }

  @Test
  void aStreamOfEventsWithoutEndEndsAtTheDeadline() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(Faults.trickle(head, "data: x\n\n"));
        ModelServer client = client(server)) {
      assertThat(failure(() -> client.stream("/s", "{}", Map.of(), SHORT, _ -> {})).failure())
          .isEqualTo(Failure.TIMEOUT);
    }
  }

  @Test
  void aFloodOfEventsEndsAtTheLargestSize() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    try (
        ScriptedServer server = new ScriptedServer(
            Faults.flood(head, ("data: " + "x".repeat(1000) + "\n\n").repeat(100)));
        ModelServer client = client(server)) {
      CallFailed failed = failure(() -> client.stream("/s", "{}", Map.of(), LONG, _ -> {}));
      assertThat(failed.failure()).isEqualTo(Failure.MALFORMED_REPLY);
      assertThat(failed).hasMessageContaining("the stream is larger than 64 MiB");
    }
  }

  @Test
  void aServerThatNeverReadsEndsAtTheDeadline() throws Exception {
    try (java.net.ServerSocket deaf = new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        ModelServer client = new ModelServer("t", () -> URI.create("http://127.0.0.1:" + deaf.getLocalPort()),
            Headers.NONE)) {
      String body = "x".repeat(32 << 20);
      assertThat(failure(() -> client.post("/", body, Map.of(), SHORT)).failure()).isEqualTo(Failure.TIMEOUT);
    }
  }

  @Test
  void aNameNobodyKnowsIsAConnectionFailure() {
    try (ModelServer client = new ModelServer("t", () -> URI.create("http://model.invalid/v1"), Headers.NONE)) {
      CallFailed failed = failure(() -> client.post("/x", "{}", Map.of(), LONG));
      assertThat(failed.failure()).isEqualTo(Failure.CONNECTION);
      assertThat(failed).hasMessageContaining("the host name is not known");
    }
  }

  @Test
  void textsWithNulAndHalfSurrogatesComeThroughAsTheyAre() throws Exception {
    String body = "{\"a\":\"\\u0000\\ud800\"}";
    try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer.ok(body));
        ModelServer client = client(server)) {
      assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo(body);
    }
  }

  private static Duration deadline(Fault fault) {
    return fault.failure() == Failure.TIMEOUT ? SHORT : LONG;
  }

  private static ScriptedServer besideGood(Fault fault) throws IOException {
    return new ScriptedServer((asked, connection) -> asked.path().endsWith("/good")
        ? good(connection)
        : fault.talk().answer(asked, connection));
  }

  private static boolean good(Socket connection) throws IOException {
    Faults.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    return true;
  }

  private static void neighbours(ModelServer client, CompletableFuture<String> told) {
    try {
      for (int i = 0; i < 20; i++) {
        Response response = client.post("/good", "{}", Map.of(), LONG);
        if (!response.body().equals("{}")) {
          throw new IllegalStateException("a neighbour got " + response.body());
        }
      }
      told.complete("fine");
    } catch (InterruptedException | RuntimeException e) {
      told.completeExceptionally(e);
    }
  }

  private static ModelServer client(ScriptedServer server) {
    return new ModelServer("t", () -> URI.create(server.base()), Headers.NONE);
  }

  /// A call.
  interface Calling {
    Object call() throws InterruptedException;
  }

  /// What a call on a virtual thread ended with.
  private static CallFailed failure(Calling calling) {
    CompletableFuture<Object> done = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      try {
        done.complete(calling.call());
      } catch (InterruptedException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    ExecutionException thrown = catchThrowableOfType(ExecutionException.class, () -> done.get(50, TimeUnit.SECONDS));
    assertThat(thrown).as("the call should fail").isNotNull();
    assertThat(thrown.getCause()).isInstanceOf(CallFailed.class);
    return (CallFailed) thrown.getCause();
  }
}
