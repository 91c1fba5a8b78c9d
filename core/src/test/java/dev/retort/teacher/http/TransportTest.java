package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TransportTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  @TempDir
  static Path folder;
  private static Path keys = Path.of("");

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TlsServer.keys(folder);
  }

  @Test
  void anOwnCaIsTrustedAndHttp2SpokenWhereItIsOffered() throws Exception {
    for (boolean second : new boolean[]{false, true}) {
      try (TlsServer server = new TlsServer(keys, second); ModelServer client = client(server.base(), ours())) {
        String protocol = second ? "HTTP/2.0" : "HTTP/1.1";
        assertThat(client.post("/echo", "{\"é\":1}", Map.of(), LONG).body())
            .isEqualTo(protocol + " [secret] {\"é\":1}");
      }
    }
  }

  @Test
  void overTlsStreamsRedirectsSizesAndDeadlinesAreAsOverThinHttp() throws Exception {
    for (boolean second : new boolean[]{false, true}) {
      try (TlsServer server = new TlsServer(keys, second); ModelServer client = client(server.base(), ours())) {
        List<String> events = new ArrayList<>();
        client.stream("/stream", "{}", Map.of(), LONG, event -> events.add(event.data()));
        assertThat(events).containsExactly("one", "two");
        assertThat(client.stream("/echo", "{}", Map.of(), LONG, event -> events.add(event.data())).body())
            .contains("{}");
        assertThat(failure(client, "/moved", LONG).failure()).isEqualTo(Failure.BAD_REQUEST);
        assertThat(failure(client, "/large", LONG)).hasMessageContaining("larger than 64 MiB")
            .extracting(CallFailed::failure).isEqualTo(Failure.MALFORMED_REPLY);
        assertThat(failure(client, "/silent", Duration.ofSeconds(3)).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(client.post("/echo", "{}", Map.of(), LONG).body()).contains("{}");
      }
    }
  }

  @Test
  void aServerNobodyVouchesForIsRefused() throws Exception {
    try (TlsServer server = new TlsServer(keys, true); ModelServer client = client(server.base(), Transport.DIRECT)) {
      assertThat(failure(client, "/echo", LONG)).hasMessageContaining("'ca_file'").extracting(CallFailed::failure)
          .isEqualTo(Failure.CONNECTION);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    try (TlsServer server = new TlsServer(keys, true);
        ModelServer client = client(URI.create(server.base().toString().replace("127.0.0.1", "localhost")), ours())) {
      assertThat(failure(client, "/echo", LONG).failure()).isEqualTo(Failure.CONNECTION);
    }
  }

  @Test
  void anInterruptEndsACallOverTls() throws Exception {
    try (TlsServer server = new TlsServer(keys, false); ModelServer client = client(server.base(), ours())) {
      assertThat(client.post("/echo", "{}", Map.of(), LONG).body()).contains("{}");
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      CountDownLatch started = new CountDownLatch(1);
      Thread thread = Thread.ofVirtual().start(() -> {
        try {
          started.countDown();
          client.post("/silent", "{}", Map.of(), LONG);
        } catch (InterruptedException | RuntimeException e) {
          ended.complete(e);
        }
      });
      started.await();
      thread.interrupt();
      assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aProxyIsAskedForThinHttpWithItsLogin() throws Exception {
    try (ScriptedServer proxy = new ScriptedServer(_ -> ScriptedServer.ok("{}"));
        ModelServer client = client(URI.create("http://model.invalid/v1"), through(proxy, null))) {
      assertThat(client.post("/x", "{}", Map.of(), LONG).body()).isEqualTo("{}");
      assertThat(proxy.asked().getFirst().head()).startsWith("POST http://model.invalid/v1/x HTTP/1.1")
          .contains("Proxy-Authorization: Basic YW5uOnB3");
    }
  }

  @Test
  void aProxyTunnelsTlsAndSeesNoKey() throws Exception {
    try (TlsServer server = new TlsServer(keys, false);
        ScriptedServer proxy = new ScriptedServer((_, connection) -> tunnel(connection, server.base()));
        ModelServer client = client(server.base(), through(proxy, folder.resolve("ca.pem")))) {
      assertThat(client.post("/echo", "{}", Map.of(), LONG).body()).contains("{}");
      assertThat(proxy.asked()).allSatisfy(asked -> assertThat(asked.head()).startsWith("CONNECT 127.0.0.1:")
          .contains("Proxy-Authorization: Basic YW5uOnB3").doesNotContain("Bearer"));
    }
  }

  @Test
  void wrongOptionsAreRefusedWithoutTheirSecrets() throws Exception {
    URI proxy = URI.create("http://proxy.example:3128");
    assertThatThrownBy(() -> new Transport(URI.create("http://ann:pw@proxy.example:3128"), null, null))
        .hasMessageContaining("proxy_login").hasMessageNotContaining("pw");
    assertThatThrownBy(() -> new Transport(URI.create("socks://proxy.example:3128"), null, null))
        .hasMessageContaining("http://HOST:PORT");
    assertThatThrownBy(() -> new Transport(proxy, Secret.of("LOGIN", "pw"), null)).hasMessageContaining("user:password")
        .hasMessageContaining("LOGIN").hasMessageNotContaining("pw)");
    assertThatThrownBy(() -> new Transport(null, Secret.of("LOGIN", "ann:pw"), null)).hasMessageContaining("'proxy'");
    assertThatThrownBy(() -> new Transport(null, null, folder.resolve("none.pem"))).hasMessageContaining("none.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate\n");
    try (ModelServer client = client(URI.create("https://127.0.0.1:1/v1"), new Transport(null, null, empty))) {
      assertThat(failure(client, "/x", LONG)).hasMessageContaining("empty.pem");
    }
  }

  private static boolean tunnel(Socket connection, URI to) throws IOException {
    try (Socket server = new Socket(to.getHost(), to.getPort())) {
      Faults.write(connection, "HTTP/1.1 200 Connected\r\n\r\n");
      Thread back = Thread.ofVirtual().start(() -> {
        try {
          server.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException _) {
          Thread.currentThread().interrupt(); // the tunnel is closed
        }
      });
      connection.getInputStream().transferTo(server.getOutputStream());
      back.interrupt();
    }
    return false;
  }

  private static Transport ours() {
    return new Transport(null, null, folder.resolve("ca.pem"));
  }

  private static Transport through(ScriptedServer proxy, @org.jspecify.annotations.Nullable Path caFile) {
    return new Transport(URI.create(proxy.base().replace("/v1", "")), Secret.of("LOGIN", "ann:pw"), caFile);
  }

  private static ModelServer client(URI base, Transport transport) {
    return new ModelServer("t", () -> base,
        Headers.bearer(Map.of(), Map.of(), Secret.of("KEY", "sk-0123456789abcdef0123")), transport);
  }

  private static CallFailed failure(ModelServer client, String path, Duration deadline) {
    CallFailed failed = catchThrowableOfType(CallFailed.class, () -> client.post(path, "{}", Map.of(), deadline));
    assertThat(failed).as("the call should fail").isNotNull();
    return failed;
  }
}
