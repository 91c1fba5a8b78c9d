package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.retort.app.Library.Fleet;
import dev.retort.app.Library.Simulation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Teachers that are down, or do not let one in, met through the command line.
class BadServerTest {
  private static final String KEY = "sk-very-secret-0123456789";

  @TempDir
  Path folder;

  private Path recipe(int port, String model, int rows) throws IOException {
    Files.writeString(folder.resolve("key.txt"), KEY + "\n");
    return Files.writeString(folder.resolve("r.yaml"), """
        recipe: server
        teachers:
          qwen:
            openai: {base_url: "http://127.0.0.1:%d/v1", model: %s, api_key: "file:key.txt"}
            terms: own
            limits: {in_flight: 4, attempts: 2}
        steps:
          - simulated_chats: {rows: %d}
          - respond: {context: original}
          - write: {path: export}
        """.formatted(port, model, rows));
  }

  @Test
  void aServerThatIsDownLeavesRowsPendingAndTheSameCommandGoesOnWhenItIsUp() throws IOException {
    int port = freePort();
    Path recipe = recipe(port, "sim-scholar", 2);
    Path run = folder.resolve("run");

    Typed down = retort("run", recipe, "--run", run, "--json").ended(3);

    assertThat(down.err()).contains("teacher 'qwen' is stopped", "cannot reach http://127.0.0.1:" + port + "/v1",
        "Is the server running?", "base_url", "0 failed and 2 pending", "The same command goes on");
    assertThat(down.json().required("state").stringValue()).isEqualTo("stopped");
    assertThat(down.count(1, "pending")).isEqualTo(2);
    assertThat(run.resolve("export")).doesNotExist();

    try (Fleet _ = new LocalLibrary().simulate(new Simulation(port, 1, null, 0, Map.of()))) {
      Typed up = retort("run", recipe, "--run", run, "--json").ended(0);
      assertThat(up.count(1, "kept")).isEqualTo(2);
      assertThat(run.resolve("export/manifest.json")).exists();
    }
  }

  @Test
  void aPreviewWithAServerThatIsDownStopsShortAndSaysSo() throws IOException {
    Typed typed = retort("preview", recipe(freePort(), "sim-scholar", 9), "-n", "1").ended(3);

    assertThat(typed.out()).contains("== simulated_chats: 0 in, 1 out").doesNotContain("== write");
    assertThat(typed.err()).contains("cannot reach", "the preview stopped short");
  }

  @Test
  void aRefusedKeyIsAskedOnceNeverTriedAgainAndNeverShown() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = "{\"error\":{\"message\":\"Incorrect API key provided: %s\"}}".formatted(KEY)
        .getBytes(StandardCharsets.UTF_8);
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.sendResponseHeaders(401, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    try {
      Path recipe = recipe(server.getAddress().getPort(), "m", 50);
      Path run = folder.resolve("run");

      Typed typed = retort("run", recipe, "--run", run).ended(3);

      assertThat(requests).hasValue(1);
      assertThat(typed.err()).contains("teacher 'qwen' is stopped", "answered 401", "Check the key",
          "50 pending of 50 units").doesNotContain(KEY);
      assertThat(typed.out()).doesNotContain(KEY);
      assertThat(textOf(run)).contains("simulated_chats").doesNotContain(KEY);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatIsNoneOfOursIsToldByWhatItAnswered() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] body = "<html>\u001b[2Jnot found</html>".getBytes(StandardCharsets.UTF_8);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(404, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    });
    server.start();
    try {
      Typed typed = retort("run", recipe(server.getAddress().getPort(), "m", 2), "--run", folder.resolve("run"))
          .ended(3);

      assertThat(typed.err()).contains("2 failed", "bad_request 2", "--retry CLASS", "allow_failed")
          .doesNotContain("\u001b");
    } finally {
      server.stop(0);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Everything below a folder, byte for byte.
  private static String textOf(Path root) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
