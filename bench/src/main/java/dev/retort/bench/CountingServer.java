package dev.retort.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server on loopback that notes when each request came and how many tokens it took, and answers in 300 to 1,500 ms.
///
/// A token is four bytes of the prompt; an answer has exactly `max_tokens`.
final class CountingServer implements AutoCloseable {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(10);
  private static final Pattern MAX_TOKENS = Pattern.compile("\"max_tokens\":(\\d+)");
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  /// @param at the server's clock
  record Arrival(long at, long tokens) {
    long request() {
      return 1;
    }
  }

  private CountingServer(HttpServer server) {
    this.server = server;
  }

  static CountingServer start() throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
    CountingServer server = new CountingServer(http);
    http.setExecutor(server.threads);
    http.createContext("/v1/chat/completions", server::answer);
    http.start();
    return server;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    long at = System.nanoTime();
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      long prompt = Math.ceilDiv(first(CONTENT, body).length(), 4);
      long answer = Long.parseLong(first(MAX_TOKENS, body));
      arrivals.add(new Arrival(at, prompt + answer));
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(300, 1_500));
      byte[] bytes = """
          {"model":"m","choices":[{"message":{"content":"%s"},"finish_reason":"length"}],\
          "usage":{"prompt_tokens":%d,"completion_tokens":%d}}""".formatted("word ".repeat(120), prompt, answer)
          .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String first(Pattern pattern, String body) {
    Matcher matcher = pattern.matcher(body);
    if (!matcher.find()) {
      throw new IllegalStateException("no %s in %s".formatted(pattern, body));
    }
    return matcher.group(1);
  }

  /// Figures, one a line: the most in any 60 s, and three windows one after the other once it is warm.
  String line(String name, long limit, ToLongFunction<Arrival> amount) {
    List<Arrival> all = new ArrayList<>(arrivals);
    all.sort(Comparator.comparingLong(Arrival::at));
    long start = all.getFirst().at() + WARM_UP;
    List<String> windows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long from = start + i * MINUTE;
      long sum = all.stream().filter(one -> one.at() >= from && one.at() < from + MINUTE).mapToLong(amount).sum();
      windows.add("%.2f".formatted(100.0 * sum / limit));
    }
    long most = mostInAnyMinute(all, amount);
    return """
        %1$s_limit_a_minute %2$d
        %1$s_most_in_any_60_s_percent %3$.2f
        %1$s_three_windows_percent %4$s""".formatted(name, limit, 100.0 * most / limit, String.join(", ", windows));
  }

  private static long mostInAnyMinute(List<Arrival> all, ToLongFunction<Arrival> amount) {
    long most = 0;
    long sum = 0;
    int first = 0;
    for (Arrival last : all) {
      sum += amount.applyAsLong(last);
      while (last.at() - all.get(first).at() >= MINUTE) {
        sum -= amount.applyAsLong(all.get(first++));
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
