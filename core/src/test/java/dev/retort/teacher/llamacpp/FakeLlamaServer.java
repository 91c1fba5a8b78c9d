package dev.retort.teacher.llamacpp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands in for the user's `llama-server`: its options and its port, with the embedded engine behind them.
final class FakeLlamaServer {

  private FakeLlamaServer() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i++) {
      options.put(args[i], args[i + 1]);
    }
    Path file = Path.of(options.getOrDefault("--model", ""));
    int window = Integer.parseInt(options.getOrDefault("--ctx-size", ""));
    EmbeddedModel model = new EmbeddedModel(file.toString(), Gguf.read(file), window, 1, 1);
    HttpServer server = HttpServer.create(new InetSocketAddress(options.getOrDefault("--host", "nowhere"),
        Integer.parseInt(options.getOrDefault("--port", ""))), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    EmbeddedRoutes routes = new EmbeddedRoutes(model, options.getOrDefault("--alias", ""), window,
        Executors.newFixedThreadPool(1));
    AtomicInteger looks = new AtomicInteger();
    server.createContext("/", routes);
    server.createContext("/health", exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(looks.incrementAndGet() < 3 ? 503 : 200, 2);
        exchange.getResponseBody().write(new byte[]{'{', '}'});
      }
    });
    server.start();
  }
}
