package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.retort.row.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `run --metrics` and `run --log` through the command line.
class WatchedCommandTest {
  private static final byte[] ANSWER = ("{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"an answer\"},"
      + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}")
      .getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path folder;

  private Path recipe(int port) throws IOException {
    return Files.writeString(folder.resolve("r.yaml"), """
        recipe: watched
        teachers:
          qwen: {openai: {base_url: "http://127.0.0.1:%d/v1", model: m}, terms: own, limits: {in_flight: 1}}
        steps:
          - simulated_chats: {rows: 3}
          - respond: {context: first_turn_only}
          - write: {path: export}
        """.formatted(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String fetch(String address) throws IOException {
    try (InputStream in = URI.create(address).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The model itself looks at the page while it is asked, so no clock decides what is there.
  @Test
  void thePageIsThereWhileTheRunGoesOnAndGoneAfterwards() throws IOException {
    int port = freePort();
    String address = "http://127.0.0.1:" + port + "/metrics";
    AtomicReference<String> seen = new AtomicReference<>("");
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", exchange -> {
      seen.set(fetch(address));
      exchange.sendResponseHeaders(200, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
      exchange.close();
    });
    server.start();
    try {
      Path log = folder.resolve("events.jsonl");
      Typed typed = retort("run", recipe(server.getAddress().getPort()), "--run", folder.resolve("run"), "--metrics",
          Integer.toString(port), "--log", log).ended(0);

      assertThat(typed.err()).contains("metrics: " + address);
      assertThat(seen.get().lines()).contains("retort_calls_in_flight{teacher=\"qwen\"} 1",
          "retort_calls_total{teacher=\"qwen\",outcome=\"answered\"} 2",
          "retort_tokens_total{teacher=\"qwen\",direction=\"out\"} 4",
          "retort_step_units{step=\"simulated_chats\",state=\"kept\"} 3");
      assertThat(typed.out()).contains("watched: done");
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(free.isBound()).as("the port is given back").isTrue();
      }
      List<JsonNode> events = Files.readAllLines(log).stream().map(Json::read).toList();
      assertThat(events.stream().map(event -> event.path("event").stringValue())).containsExactly("run_started",
          "step_started", "step_ended", "step_started", "calls", "step_ended", "step_started", "step_ended",
          "run_ended");
      assertThat(events.getLast().path("state").stringValue()).isEqualTo("done");
      assertThat(Files.readString(log)).doesNotContain("an answer");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aLogOnStderrTakesTheProgressesPlace() throws IOException {
    Typed typed = retort("run", recipe(freePort()), "--run", folder.resolve("run"), "--log", "-").ended(3);

    List<String> json = typed.err().lines().filter(line -> line.startsWith("{")).toList();
    assertThat(json).anyMatch(line -> line.contains("\"teacher_stopped\"") && line.contains("cannot reach"))
        .allSatisfy(line -> assertThat(Json.read(line).isObject()).isTrue());
    assertThat(Json.read(json.getLast()).path("state").stringValue()).isEqualTo("stopped");
    assertThat(typed.err()).doesNotContain("3 units, ");
  }

  @Test
  void whatCannotBeHadIsToldBeforeTheRunBegins() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      retort("run", recipe(1), "--run", folder.resolve("run"), "--metrics", Integer.toString(taken.getLocalPort()))
          .refused("--metrics: port", "cannot be had");
    }
    retort("run", recipe(1), "--run", folder.resolve("run"), "--log", folder.resolve("none/x.jsonl"))
        .refused("--log: ", "cannot be written");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
