package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A fleet without waiting, and a client of the JDK's to ask it.
final class Wire implements AutoCloseable {
  final FleetServer server;
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Wire(FleetOptions options) {
    this.server = FleetServer.start(options);
  }

  static Wire quick(long seed) {
    return new Wire(FleetOptions.ofSeed(seed).withTiming(0));
  }

  static Wire logged(long seed, @Nullable Path log) {
    return new Wire(FleetOptions.ofSeed(seed).withTiming(0).withRequestLog(log));
  }

  HttpResponse<String> post(String path, String body, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(30)).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request.build());
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode chat(JsonNode body) throws IOException {
    HttpResponse<String> response = post(Asks.CHAT, body.toString(), Map.of());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return Json.read(response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
