package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A call that waits for its next try holds up no other.
@Timeout(120)
class WaitingUnitsTest {
  private static final int ROWS = 1_001;
  private static final String ANSWER = """
      {"model":"m","choices":[{"message":{"content":"an answer"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":3,"completion_tokens":2}}""";

  @TempDir
  private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean failing = new AtomicBoolean(true);
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch others = new CountDownLatch(ROWS - 1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// The first call fails, and is to come back in a minute.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.incrementAndGet();
      boolean fails = failing.getAndSet(false);
      byte[] bytes = (fails ? "{}" : ANSWER).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (fails) {
        exchange.getResponseHeaders().set("Retry-After", "60");
      }
      exchange.sendResponseHeaders(fails ? 500 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
      if (!fails) {
        others.countDown();
      }
    }
  }

  private RunSummary run() throws IOException {
    Files.write(folder.resolve("questions.jsonl"), IntStream.range(0, ROWS)
        .mapToObj("{\"messages\":[{\"role\":\"user\",\"content\":\"question %d\"}]}"::formatted).toList());
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        recipe: waiting
        teachers:
          t:
            openai: {base_url: "http://127.0.0.1:%d/v1", model: m, server: {tokenize: never}}
            limits: {in_flight: 1, context_window: 32768}
        steps:
          - read: {path: questions.jsonl, terms: own}
          - respond: {context: original}
        """.formatted(server.getAddress().getPort()));
    return Run.execute(new RunOptions(recipe, new Place(folder.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), RunListener.SILENT);
  }

  @Test
  void oneUnitInAPauseOfAMinuteDoesNotBlockAThousandOthersAndAResumeAsksItAlone() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    RunSummary[] summary = new RunSummary[1];
    Thread run = Thread.ofPlatform().start(() -> {
      try {
        summary[0] = run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        ended.countDown();
      }
    });
    assertThat(others.await(50, TimeUnit.SECONDS)).as("a thousand others are answered").isTrue();
    run.interrupt();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(summary[0].state()).isEqualTo(RunSummary.State.STOPPED);
    assertThat(summary[0].steps().getLast().funnel().pending()).isGreaterThanOrEqualTo(1);
    int before = requests.get();
    assertThat(before).isEqualTo(ROWS);

    RunSummary resumed = run();
    assertThat(resumed.state()).isEqualTo(RunSummary.State.DONE);
    assertThat(resumed.steps().getLast().funnel().kept()).isEqualTo(ROWS);
    assertThat(requests.get() - before).isBetween(1, 2);
  }
}
