package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.row.Json;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Embeddings over HTTP, from a recipe to its export. The server's vector of a text is its length and 0.25.
class EmbedRunTest {
  @TempDir
  private Path temp;

  private HttpServer server;
  private final AtomicInteger embedded = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/embeddings", this::embed);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void embed(HttpExchange exchange) throws IOException {
    embedded.incrementAndGet();
    JsonNode asked = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String text = asked.required("input").get(0).stringValue();
    byte[] answer = """
        {"object": "list", "model": "vectors", "data": [{"object": "embedding", "index": 0, "embedding": [%d, 0.25]}],
         "usage": {"prompt_tokens": 3, "total_tokens": 3}}""".formatted(text.length()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private RunSummary run() throws IOException {
    Files.writeString(temp.resolve("texts.jsonl"), """
        {"n": "a", "text": "soup"}
        {"n": "b", "text": "salt"}
        {"n": "c", "text": ""}
        """);
    Path file = Files.writeString(temp.resolve("recipe.yaml"), """
        recipe: vectors
        teachers:
          bge:
            openai: {base_url: "http://127.0.0.1:%d/v1", model: vectors}
            terms: own
        steps:
          - read: {path: texts.jsonl, terms: own}
          - embed: {column: text}
          - write: {layout: rows}
        """.formatted(server.getAddress().getPort()));
    return Run.execute(new RunOptions(file, new Place(temp.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), RunListener.SILENT);
  }

  @Test
  void vectorsAreExportedBesideTheirTextsAndPaidForOnce() throws IOException {
    RunSummary summary = run();
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve("run/export/data-00000-of-00001.jsonl"))) {
      JsonNode row = Json.read(line);
      found.add(row.required("text").stringValue() + " " + row.path("embedding"));
    }
    assertThat(found).containsExactly("soup [4.0,0.25]", "salt [4.0,0.25]", " null");
    assertThat(embedded.get()).isEqualTo(2).isEqualTo((int) summary.calls().made());
    run();
    assertThat(embedded.get()).as("calls after running again").isEqualTo(2);
  }
}
