package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelServerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String BODY = "{\"text\":\"Käse 🧀\"}";

  @Test
  void oneConnectionServesCallAfterCall() throws Exception {
    try (ScriptedServer server = new ScriptedServer((_, connection) -> ok(connection, "", bytes(BODY)));
        ModelServer client = client(server, Headers.NONE)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.post("/x", BODY, Map.of("X-Try", "1"), LONG).body()).isEqualTo(BODY);
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.asked()).allSatisfy(asked -> {
        assertThat(asked.body()).isEqualTo(BODY);
        assertThat(asked.head()).startsWith("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:").contains("X-Try: 1\r\n")
            .contains("Content-Type: application/json\r\n").contains("User-Agent: retort\r\n");
      });
    }
  }

  @Test
  void aConnectionIsNotUsedAgainAfterCloseOrWordsNobodyAskedFor() throws Exception {
    for (String more : List.of("Connection: close\r\n", "")) {
      byte[] body = bytes(more.isEmpty() ? "{}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen" : "{}");
      try (ScriptedServer server = new ScriptedServer((_, connection) -> {
        Faults.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + more + "\r\n");
        connection.getOutputStream().write(body);
        return true;
      }); ModelServer client = client(server, Headers.NONE)) {
        assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo("{}");
        assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo("{}");
      }
    }
  }

  @Test
  void aRequestIsNeverSentTwice() throws Exception {
    try (ScriptedServer server = new ScriptedServer((asked, connection) -> asked.path().endsWith("/first")
        && ok(connection, "", bytes("{}"))); ModelServer client = client(server, Headers.NONE)) {
      client.post("/first", "{}", Map.of(), LONG);
      assertThatThrownBy(() -> client.post("/second", "{}", Map.of(), LONG)).isInstanceOfSatisfying(CallFailed.class,
          failed -> assertThat(failed.failure()).isEqualTo(Failure.CONNECTION));
      assertThat(server.asked()).extracting(ScriptedServer.Asked::path).containsExactly("/v1/first", "/v1/second");
    }
  }

  @Test
  void chunksGzipInterimAnswersAndClosedEndsAreUnderstood() throws Exception {
    byte[] packed = gzip(BODY);
    List<ScriptedServer.Talk> ways = List.of(
        (_, connection) -> write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            bytes("5;x=y\r\n"), slice(0, 5), bytes("\r\nA\r\n"), slice(5, 15),
            bytes("\r\n%x\r\n".formatted(bytes(BODY).length - 15)), slice(15, bytes(BODY).length),
            bytes("\r\n0\r\nTrailer: x\r\n\r\n")),
        (_, connection) -> ok(connection, "Content-Encoding: gzip\r\n", packed),
        (_, connection) -> write(connection,
            "HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED\r\ncontent-encoding: gzip\r\n\r\n",
            bytes("%x\r\n".formatted(packed.length)), packed, bytes("\r\n0\r\n\r\n")),
        (_, connection) -> {
          Faults.write(connection, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
          return ok(connection, "", bytes(BODY));
        }, (_, connection) -> write(connection, "HTTP/1.0 200 OK\n\n", bytes(BODY)) && false);
    for (ScriptedServer.Talk way : ways) {
      try (ScriptedServer server = new ScriptedServer(way); ModelServer client = client(server, Headers.NONE)) {
        assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo(BODY);
        assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo(BODY);
      }
    }
  }

  @Test
  void largeBodiesGoBothWays() throws Exception {
    String large = "\"" + "é".repeat(5 << 20) + "\"";
    try (ScriptedServer server = new ScriptedServer((asked, connection) -> ok(connection, "", bytes(asked.body())));
        ModelServer client = client(server, Headers.NONE)) {
      assertThat(client.post("/x", large, Map.of(), LONG).body()).isEqualTo(large);
      for (int around : List.of(4 << 10, 64 << 10)) {
        for (int size = around - 500; size < around + 100; size += 23) {
          String digits = "\"0123456789".repeat(size / 11 + 1).substring(0, size);
          assertThat(client.post("/x", digits, Map.of(), LONG).body()).isEqualTo(digits);
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aBaseUrlThatChangesIsFollowedAndSoIsTheRoot() throws Exception {
    ScriptedServer.Talk echo = (asked, connection) -> ok(connection, "", bytes(asked.path()));
    AtomicReference<String> base = new AtomicReference<>();
    try (ScriptedServer one = new ScriptedServer(echo);
        ScriptedServer other = new ScriptedServer(echo);
        ModelServer client = new ModelServer("t", () -> URI.create(base.get()), Headers.NONE)) {
      for (ScriptedServer server : List.of(one, other, one)) {
        base.set(server.base());
        assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo("/v1/x");
        assertThat(client.postToRoot("/x", "{}", Map.of(), LONG).body()).isEqualTo("/x");
      }
      assertThat(one.asked()).hasSize(4);
      assertThat(other.asked()).hasSize(2);
    }
  }

  @Test
  void headersThatCanBeReadInTwoWaysAreRefused() throws Exception {
    Map<String, String> heads = Map.of("X: a\rb\r\n", "control character", "X: a\u007f\r\n", "control character",
        "X: a\r\r\n", "control character", " X: folded\r\n", "header line that is none", ": x\r\n",
        "header line that is none", "X\r\n", "header line that is none", "X : a\r\n", "header line that is none");
    for (Map.Entry<String, String> head : heads.entrySet()) {
      try (ScriptedServer server = new ScriptedServer((_, connection) -> ok(connection, head.getKey(), bytes("{}")));
          ModelServer client = client(server, Headers.NONE)) {
        assertThatThrownBy(() -> client.post("/x", "{}", Map.of(), LONG)).as(head.getKey())
            .hasMessageContaining(head.getValue());
      }
    }
    try (ScriptedServer server = new ScriptedServer(
        (_, connection) -> ok(connection, "X:\t\u00e9~\nEmpty:\r\n", bytes("{}")));
        ModelServer client = client(server, Headers.NONE)) {
      assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo("{}");
    }
  }

  @Test
  void eventsAreHandedOnWhileTheServerStillWrites() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer((_, connection) -> {
      Faults.write(connection,
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\ndata: one\n\n");
      await(first);
      Faults.write(connection, "data: sk-0123456789abcdef0123\r\n\r\ndata: [DONE]");
      return false;
    }); ModelServer client = client(server, key())) {
      List<ServerSentEvents.Event> events = new ArrayList<>();
      Response response = client.stream("/x", "{}", Map.of(), LONG, event -> {
        events.add(event);
        first.countDown();
      });
      assertThat(events).extracting(ServerSentEvents.Event::data).containsExactly("one", "[secret]", "[DONE]");
      assertThat(events).extracting(ServerSentEvents.Event::nanos).isSorted();
      assertThat(response.body()).isEmpty();
      assertThat(response.firstByte()).isPositive().isLessThanOrEqualTo(response.total());
    }
  }

  @Test
  void aServerThatDoesNotStreamAnswersWhole() throws Exception {
    try (ScriptedServer server = new ScriptedServer((_, connection) -> ok(connection, "", bytes(BODY)));
        ModelServer client = client(server, Headers.NONE)) {
      List<ServerSentEvents.Event> events = new ArrayList<>();
      assertThat(client.stream("/x", "{}", Map.of(), LONG, events::add).body()).isEqualTo(BODY);
      assertThat(events).isEmpty();
    }
  }

  @Test
  void whatTheConsumerThrowsEndsTheCallAndIsThrownOn() throws Exception {
    try (ScriptedServer server = new ScriptedServer(
        Faults.trickle("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "data: x\n\n"));
        ModelServer client = client(server, Headers.NONE)) {
      assertThatThrownBy(() -> client.stream("/x", "{}", Map.of(), LONG, _ -> {
        throw new CallFailed(Failure.WRONG_MODEL, "another");
      })).hasMessage("another");
    }
  }

  @Test
  void aRedirectIsRefusedAndTheKeyStaysHome() throws Exception {
    try (ScriptedServer thief = new ScriptedServer(_ -> ScriptedServer.ok("{}"));
        ScriptedServer server = new ScriptedServer(
            _ -> ScriptedServer.status(307, "Location: " + thief.base() + "/x\r\n", ""));
        ModelServer client = client(server, key())) {
      CallFailed failed = catchThrowableOfType(CallFailed.class, () -> client.post("/x", "{}", Map.of(), LONG));
      assertThat(failed.failure()).isEqualTo(Failure.BAD_REQUEST);
      assertThat(failed).hasMessageContaining("Redirects are not followed");
      assertThat(thief.asked()).isEmpty();
      assertThat(server.asked().getFirst().head()).contains("Authorization: Bearer sk-0123456789abcdef0123");
    }
  }

  @Test
  void waitsAServerAsksForAreTold() throws Exception {
    Map<String, Duration> waits = Map.of("Retry-After: 7\r\n", Duration.ofSeconds(7), "retry-after: 0.5\r\n",
        Duration.ofMillis(500), "retry-after-ms: 1250\r\nRetry-After: 9\r\n", Duration.ofMillis(1250),
        "Date: Sat, 21 Nov 2026 12:00:00 GMT\r\nRetry-After: Sat, 21 Nov 2026 12:00:30 GMT\r\n",
        Duration.ofSeconds(30));
    for (Map.Entry<String, Duration> wait : waits.entrySet()) {
      try (ScriptedServer server = new ScriptedServer(_ -> ScriptedServer.status(429, wait.getKey(), "slow down"));
          ModelServer client = client(server, Headers.NONE)) {
        CallFailed failed = catchThrowableOfType(CallFailed.class, () -> client.post("/x", "{}", Map.of(), LONG));
        assertThat(failed.failure()).isEqualTo(Failure.RATE_LIMIT);
        assertThat(failed.retryAfter()).as(wait.getKey()).isEqualTo(wait.getValue());
      }
    }
  }

  @Test
  void anInterruptEndsACallAtOnceOnAnyKindOfThread() throws Exception {
    for (Thread.Builder kind : List.<Thread.Builder>of(Thread.ofVirtual(), Thread.ofPlatform())) {
      CountDownLatch reached = new CountDownLatch(1);
      try (ScriptedServer server = new ScriptedServer((_, connection) -> {
        reached.countDown();
        return connection.getInputStream().read() >= 0;
      }); ModelServer client = client(server, Headers.NONE)) {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread thread = kind.start(() -> {
          try {
            client.post("/x", "{}", Map.of(), LONG);
            ended.complete(new IllegalStateException("it was answered"));
          } catch (InterruptedException | RuntimeException e) {
            ended.complete(e);
          }
        });
        reached.await();
        thread.interrupt();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      }
    }
  }

  @Test
  void aLookupOfANameKeepsTheDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ModelServer client = new ModelServer("t", () -> URI.create("http://slow.example/v1"), Headers.NONE,
        new ThinHttp(_ -> {
          await(never);
          return new java.net.InetAddress[0];
        }, () -> Trust.of(null)))) {
      CallFailed failed = catchThrowableOfType(CallFailed.class,
          () -> client.post("/x", "{}", Map.of(), Duration.ofMillis(200)));
      assertThat(failed.failure()).isEqualTo(Failure.CONNECTION);
      assertThat(failed).hasMessageContaining("no connection in time");
    } finally {
      never.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Headers key() {
    return Headers.bearer(Map.of(), Map.of(), Secret.of("KEY", "sk-0123456789abcdef0123"));
  }

  private static ModelServer client(ScriptedServer server, Headers headers) {
    return new ModelServer("t", () -> URI.create(server.base()), headers);
  }

  private static boolean ok(Socket connection, String headers, byte[] body) throws IOException {
    return write(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n", body);
  }

  private static boolean write(Socket connection, String head, byte[]... parts) throws IOException {
    Faults.write(connection, head);
    for (byte[] part : parts) {
      connection.getOutputStream().write(part);
    }
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] slice(int from, int to) {
    return java.util.Arrays.copyOfRange(bytes(BODY), from, to);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(bytes(text));
    }
    return bytes.toByteArray();
  }
}
