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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A step whose rows are large says how many units are begun at once, however many calls the teacher takes.
@Timeout(120)
class LargeRowsTest {
  private static final int ROWS = 60;
  private static final int AT_ONCE = 16;
  private static final String CLUSTERS = """
      {"clusters":[{"id":1,"members":[1,2],"reason":"alike","metadata":[],"metrics":[]}]}""";

  @TempDir
  private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch allowed = new CountDownLatch(AT_ONCE);
  private final CountDownLatch oneMore = new CountDownLatch(AT_ONCE + 1);
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// Answers nobody before as many are there as may be, and a little later, lest one more was on its way.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      allowed.countDown();
      oneMore.countDown();
      boolean full = allowed.await(60, TimeUnit.SECONDS);
      boolean over = full && oneMore.await(1, TimeUnit.SECONDS);
      most.accumulateAndGet(over ? now.get() : 0, Math::max);
      now.decrementAndGet();
      byte[] bytes = Json.MAPPER.writeValueAsBytes(Map.of("model", "m", "choices",
          List.of(Map.of("message", Map.of("content", CLUSTERS), "finish_reason", "stop"))));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void noMoreUnitsAreBegunAtOnceThanTheStepSays() throws IOException {
    Files.write(folder.resolve("groups.jsonl"), Collections.nCopies(ROWS, "{\"texts\":[\"one\",\"two\"]}"));
    Path recipe = Files.writeString(folder.resolve("r.yaml"),
        """
            recipe: large
            teachers:
              t:
                openai: {base_url: "http://127.0.0.1:%d/v1", model: m, server: {tokenize: never, structured: response_format}}
                limits: {in_flight: 100, endpoint: {adaptive: false}}
            steps:
              - read: {path: groups.jsonl, layout: rows, terms: own}
              - cluster_agent: {discovery: {calls: 0}, rounds: {texts: 2, most: 1, verify: false}}
            """
            .formatted(server.getAddress().getPort()));
    RunSummary summary = Run.execute(new RunOptions(recipe, new Place(folder.resolve("run"), null), Map.of(),
        Long.MAX_VALUE, new Retry.All(), List.of()), RunListener.SILENT);
    assertThat(summary.state()).isEqualTo(RunSummary.State.DONE);
    assertThat(summary.steps().getLast().funnel().kept()).isEqualTo(ROWS);
    assertThat(most.get()).isEqualTo(AT_ONCE);
  }
}
