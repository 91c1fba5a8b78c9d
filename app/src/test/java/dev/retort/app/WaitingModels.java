package dev.retort.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.row.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Models on one server that each make their callers wait in another way, and two moments when all of them do.
///
/// | model | what it does | its callers wait for |
/// |---|---|---|
/// | `slow` | answers after the second moment | the answer |
/// | `mute` | never answers [#SILENT], the others at once | their deadline |
/// | `limited` | says `rate_limit` to every call's first try when all have come, with `Retry-After` | what it asked for |
/// | `paced` | answers at once | room in their own limit per minute |
/// | `sick` | breaks down at 11 calls: ten open the caller's breaker, one tries it | the breaker's pauses |
///
/// The first moment is when a call comes in while each model has such callers, the second when a call comes in after
/// the breaker was opened again. Nothing here goes by a clock.
final class WaitingModels implements AutoCloseable {
  static final int ROWS = 10;
  static final Duration RETRY_AFTER = Duration.ofSeconds(8);
  static final String SILENT = "Question 4?";
  private static final int BREAKDOWNS = ROWS + 1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Runnable> moments;
  private final List<Seen> seen = new ArrayList<>();
  private final List<Integer> seenAt = new ArrayList<>();
  private final CountDownLatch allLimited = new CountDownLatch(ROWS);
  private final CountDownLatch both = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  /// Calls that were answered with a failure, by model.
  private final Map<String, Integer> failed = new ConcurrentHashMap<>();

  /// A call that came in.
  record Seen(String model, String question, long nanos) {}

  /// @param first what is done at the first moment
  /// @param second what is done at the second
  WaitingModels(Runnable first, Runnable second) throws IOException {
    this.moments = List.of(first, second);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::chat);
    server.start();
  }

  String baseUrl() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /// Calls of a model in the order they came in.
  synchronized List<Seen> seen(String model) {
    return seen.stream().filter(call -> call.model.equals(model)).toList();
  }

  /// Calls of a model before a moment (0 or 1).
  synchronized List<Seen> seen(String model, int moment) {
    return seen.subList(0, seenAt.get(moment)).stream().filter(call -> call.model.equals(model)).toList();
  }

  /// When a moment was.
  synchronized long nanosAt(int moment) {
    return seen.get(seenAt.get(moment)).nanos;
  }

  /// How often each question was put to a model.
  synchronized Map<String, Integer> times(String model) {
    Map<String, Integer> times = new TreeMap<>();
    seen(model).forEach(call -> times.merge(call.question, 1, Integer::sum));
    return times;
  }

  private void chat(HttpExchange exchange) throws IOException {
    JsonNode asked = Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Seen call = new Seen(asked.required("model").stringValue(),
        asked.required("messages").get(0).required("content").stringValue(), System.nanoTime());
    boolean again = come(call);
    hold(call);
    if (call.model.equals("limited") && !again) {
      exchange.getResponseHeaders().set("Retry-After", String.valueOf(RETRY_AFTER.toSeconds()));
      answer(exchange, 429, "{\"error\":{\"message\":\"slow down\"}}");
      failed.merge(call.model, 1, Integer::sum);
    } else if (call.model.equals("sick") && seen("sick").indexOf(call) < BREAKDOWNS) {
      answer(exchange, 500, "{\"error\":{\"message\":\"out of order\"}}");
      failed.merge(call.model, 1, Integer::sum);
    } else {
      answer(exchange, 200, reply(call));
    }
  }

  private void hold(Seen call) throws IOException {
    try {
      if (call.model.equals("slow")) {
        both.await();
      } else if (call.model.equals("limited")) {
        allLimited.countDown();
        allLimited.await(); // else the first refusal holds back those that were not sent yet
      } else if (call.model.equals("mute") && call.question.equals(SILENT)) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server ends", e);
    }
  }

  private static String reply(Seen call) {
    ObjectNode reply = Json.MAPPER.createObjectNode().put("model", call.model);
    reply.putArray("choices").addObject().put("finish_reason", "stop").putObject("message").put("role", "assistant")
        .put("content", "%s says: %s".formatted(call.model, call.question));
    reply.putObject("usage").put("prompt_tokens", 5).put("completion_tokens", 7);
    return reply.toString();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// @return whether the same was asked before
  private synchronized boolean come(Seen call) {
    boolean now = switch (seenAt.size()) {
      case 0 -> seen("slow").size() == ROWS && seen("mute").size() == ROWS && failed("limited") == ROWS
          && failed("sick") >= ROWS && !seen("paced").isEmpty();
      case 1 -> failed("sick") >= BREAKDOWNS;
      default -> false;
    };
    if (now) {
      moments.get(seenAt.size()).run();
      seenAt.add(seen.size());
      if (seenAt.size() == moments.size()) {
        both.countDown();
      }
    }
    boolean again = times(call.model).containsKey(call.question);
    seen.add(call);
    return again;
  }

  private int failed(String model) {
    return failed.getOrDefault(model, 0);
  }

  @Override
  public void close() {
    both.countDown();
    closed.countDown();
    LongStream.range(0, allLimited.getCount()).forEach(_ -> allLimited.countDown());
    server.stop(0);
    threads.shutdownNow();
  }
}
