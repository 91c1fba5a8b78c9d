package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.run.FinishedRun;
import dev.retort.run.Ledger;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.sqlite.SqliteLedger;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A failing run with secrets, whose servers send them back in every way: nothing it leaves behind holds one.
class SecretsTest {
  private static final String KEY = "sk-\"q\\z/+%&=<k>'0123456789";
  private static final String PASSWORD = "pa55/w0rd+very?long";
  private static final String BASIC = Base64.getEncoder()
      .encodeToString(("harry:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  @TempDir
  Path folder;
  private final AtomicInteger echoed = new AtomicInteger();

  private static List<String> forms() {
    List<String> forms = new ArrayList<>(List.of(BASIC));
    for (String secret : List.of(KEY, PASSWORD)) {
      String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
      String encoded = Base64.getEncoder().encodeToString(("Bearer " + secret).getBytes(StandardCharsets.UTF_8));
      forms.addAll(List.of(secret, json, json.replace("/", "\\/"), URLEncoder.encode(secret, StandardCharsets.UTF_8),
          encoded, Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))));
    }
    return forms;
  }

  /// What the servers say: every header as it came, and every form of every secret.
  private String echo(HttpExchange exchange) {
    StringBuilder text = new StringBuilder();
    exchange.getRequestHeaders().forEach((name, values) -> text.append(name).append(": ").append(values).append('\n'));
    assertThat(text.toString()).as("the secrets were sent").contains(KEY, BASIC);
    echoed.incrementAndGet();
    forms().forEach(form -> text.append(form).append('\n'));
    return text.toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String said = echo(exchange);
    String quoted = said.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String way = exchange.getRequestURI().getPath().split("/")[1];
    switch (way) {
      case "auth" ->
        send(exchange, 401, "{\"error\":{\"message\":\"Incorrect API key provided: %s\"}}".formatted(quoted));
      case "burst" -> send(exchange, 500, said);
      case "json" -> send(exchange, 200, "{\"choices\": " + said);
      case "model" -> send(exchange, 200, ("{\"model\":\"%s %s\",\"choices\":[{\"message\":{\"content\":\"x\"},"
          + "\"finish_reason\":\"stop\"}]}").formatted(KEY.replace("\\", "\\\\").replace("\"", "\\\""), BASIC));
      case "disguised" -> send(exchange, 200, "{\"model\":\"%s\",\"choices\":[]}".formatted(quoted));
      case "lost" -> exchange.close();
      default -> throw new IllegalStateException(way);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Path recipe(int port, int down) throws IOException {
    Files.writeString(folder.resolve("key.txt"), KEY + "\n");
    Files.writeString(folder.resolve("basic.txt"), "Basic " + BASIC + "\n");
    StringBuilder recipe = new StringBuilder("recipe: secrets\nteachers:\n");
    for (String way : List.of("auth", "burst", "json", "model", "disguised", "lost", "down")) {
      recipe.append(
          """
                %s:
                  openai: {base_url: "http://127.0.0.1:%d/%s/v1", model: m, api_key: "file:key.txt", server: {tokenize: never,
                    secret_headers: {X-Gateway: "file:basic.txt"}}}
                  terms: own
                  limits: {in_flight: 2, attempts: 1, context_window: 4096}
              """
              .formatted(way, way.equals("down") ? down : port, way));
    }
    return Files.writeString(folder.resolve("r.yaml"), recipe + """
        steps:
          - simulated_chats: {rows: 2}
          - respond: {context: first_turn_only, teachers: [burst, json, disguised]}
          - respond: {context: first_turn_only, teachers: [auth, model, lost, down]}
            as: stopped
            from: simulated_chats
          - write: {path: export}
        """);
  }

  private static void clean(String what, String text) {
    for (String form : forms()) {
      assertThat(text.contains(form)).as(what + " holds " + form).isFalse();
    }
  }

  @Test
  void aFailingRunLeavesNoSecretBehind() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> pages = new ArrayList<>();
    int metrics = freePort();
    server.createContext("/", exchange -> {
      try (InputStream in = URI.create("http://127.0.0.1:" + metrics + "/metrics").toURL().openStream()) {
        pages.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException _) {
        // A probe has no page of metrics.
      }
      answer(exchange);
    });
    server.start();
    try {
      Path run = folder.resolve("run");
      Path log = folder.resolve("events.jsonl");
      Path recipe = recipe(server.getAddress().getPort(), freePort());

      Typed typed = retort("run", recipe, "--run", run, "--log", log, "--metrics", Integer.toString(metrics)).ended(3);
      int asked = echoed.get();
      Typed probed = retort("check", recipe, "--probe").ended(2);
      Typed json = retort("check", recipe, "--probe", "--json").ended(2);

      assertThat(asked).as("the run was asked to give secrets away").isGreaterThan(6);
      assertThat(typed.err()).contains("is stopped");
      for (Typed each : List.of(typed, probed, json)) {
        clean("stdout", each.out());
        clean("stderr", each.err());
      }
      assertThat(probed.out()).contains("[secret]");
      assertThat(pages).isNotEmpty().allSatisfy(page -> clean("the metrics page", page));
      clean("the log", Files.readString(log));
      clean("the folder", textOf(run));
      String kept = ledger(run);
      assertThat(kept).contains("[secret]", "malformed_reply", "wrong_model", "server_error", "auth");
      clean("the ledger", kept);
      clean("the drops", drops(run));
    } finally {
      server.stop(0);
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
    assertThat(text.toString()).contains("report.html", "ledger.db", "run.json");
    return text.toString();
  }

  /// The ledger as its reader gives it, for its pages may be compressed.
  private static String ledger(Path run) {
    StringBuilder text = new StringBuilder();
    try (Ledger ledger = SqliteLedger.open(run.resolve("ledger.db"))) {
      ledger.each(attempt -> {
        text.append(attempt.asked()).append(attempt.request()).append('\n');
        switch (attempt.ending()) {
          case Ending.Answered answered -> text.append(answered);
          case Ending.Failed failed -> text.append(failed.failure().word()).append(failed);
        }
      });
    }
    return text.toString();
  }

  private static String drops(Path run) {
    StringBuilder text = new StringBuilder();
    try (FinishedRun finished = FinishedRun.open(run, run.resolve("work"))) {
      finished.steps().forEach(step -> finished.drops(step, drop -> text.append(drop).append('\n')));
    }
    assertThat(text.toString()).contains("failed");
    return text.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
