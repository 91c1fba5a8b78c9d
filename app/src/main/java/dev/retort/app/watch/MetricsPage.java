package dev.retort.app.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Serves `/metrics` on loopback, as Prometheus text or OpenMetrics, whichever is asked for.
///
/// Only requests that name this machine as their host are answered, so that no web page can read it under a name of its
/// own.
public final class MetricsPage implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Supplier<List<Family>> families;

  private MetricsPage(HttpServer server, ExecutorService threads, Supplier<List<Family>> families) {
    this.server = server;
    this.threads = threads;
    this.families = families;
  }

  /// @param port 0 for any that is free
  /// @throws UserError when the port is taken
  public static MetricsPage open(int port, RunFigures figures) {
    if (port < 0 || port > 65_535) {
      throw new UserError("--metrics: found %d, wanted a port from 1 to 65535, or 0 for any.".formatted(port));
    }
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      MetricsPage page = new MetricsPage(server, threads, figures::families);
      server.createContext("/", page::answer);
      server.start();
      return page;
    } catch (BindException e) {
      throw new UserError("--metrics: port %d cannot be had (%s), wanted a free one. Name another, or 0 for any."
          .formatted(port, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
      if (!host.replaceFirst(":\\d+$", "").matches("127\\.0\\.0\\.1|localhost|\\[::1]")) {
        send(exchange, 403, "text/plain", "this page answers to 127.0.0.1 and localhost only\n");
      } else if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        send(exchange, 404, "text/plain", "the metrics are at /metrics\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "only GET is answered\n");
      } else {
        String accept = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "");
        boolean openMetrics = accept.contains("application/openmetrics-text");
        send(exchange, 200, openMetrics ? OPEN_METRICS : PROMETHEUS, text(families.get(), openMetrics));
      }
    }
  }

  static String text(List<Family> families, boolean openMetrics) {
    StringBuilder out = new StringBuilder();
    families.forEach(family -> family.write(openMetrics, out));
    return out.append(openMetrics ? "# EOF\n" : "").toString();
  }

  private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
