package dev.retort.bench;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Calls;
import dev.retort.run.Ledger;
import dev.retort.run.RunOptions;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.openai.OpenAi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Whether limits per minute hold, by the clock and the count of a server on loopback, in real time.
///
/// Two teachers at two servers: one limited in requests, one in tokens with answers of exactly `max_tokens`. Control:
/// a third without limits, which the server sees at the speed calls come and go. Prints `key value`, one a line; takes 200 s.
public final class LimitsBench {
  private static final int SECONDS = 200;
  private static final int UNITS = 300;
  private static final long REQUESTS = 3_000;
  private static final long TOKENS = 600_000;
  private static final int MAX_TOKENS = 250;

  private LimitsBench() {}

  /// Asks until the time is over.
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("limits-bench");
    try (CountingServer byRequests = CountingServer.start();
        CountingServer byTokens = CountingServer.start();
        CountingServer control = CountingServer.start();
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"))) {
      Map<String, Teacher> teachers = new LinkedHashMap<>();
      teachers.put("requests", teacher(byRequests, limits(256, REQUESTS, null)));
      teachers.put("tokens", teacher(byTokens, limits(256, null, TOKENS)));
      teachers.put("control", teacher(control, limits(80, null, null)));
      Calls.Setup setup = new Calls.Setup(teachers, folder, folder, 1, new RunOptions.Retry.All(), Calls.Hooks.NONE);
      try (Calls calls = Calls.open(setup, ledger)) {
        ask(calls, teachers.keySet());
      }
      System.out.println(byRequests.line("requests", REQUESTS, CountingServer.Arrival::request));
      System.out.println(byTokens.line("tokens", TOKENS, CountingServer.Arrival::tokens));
      System.out.println(control.line("control", REQUESTS, CountingServer.Arrival::request));
    }
  }

  private static Limits limits(int inFlight, @Nullable Long requests,
      @Nullable Long tokens) {
    return new Limits(inFlight, requests, tokens, null, 5, Limits.OfEndpoint.DEFAULT);
  }

  private static Teacher teacher(CountingServer server, Limits limits) {
    OpenAi backend = new OpenAi("http://127.0.0.1:%d/v1".formatted(server.port()), "m", null, Map.of(), Map.of(),
        OpenAi.Server.DEFAULT);
    Sampling sampling = new Sampling(null, null, MAX_TOKENS, null, List.of(), Map.of());
    return new Teacher(backend, null, sampling, limits, Duration.ofSeconds(30), null);
  }

  private static void ask(Calls calls, Iterable<String> teachers) throws InterruptedException {
    AtomicLong rows = new AtomicLong();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (String teacher : teachers) {
      for (int unit = 0; unit < (teacher.equals("control") ? 80 : UNITS); unit++) {
        threads.submit(() -> {
          while (System.nanoTime() < end) {
            long row = rows.incrementAndGet();
            Request chat = new Request.Chat(List.of(Message.user("What is %d? ".formatted(row).repeat(12))),
                new Sampling(null, null, MAX_TOKENS, null, List.of(), Map.of()));
            calls.unit("bench", new Row("row" + row, Schema.of()), teacher, 0).ask(teacher, chat);
          }
          return null;
        });
      }
    }
    threads.shutdown();
    if (!threads.awaitTermination(SECONDS + 5, TimeUnit.SECONDS)) {
      threads.shutdownNow();
      threads.awaitTermination(30, TimeUnit.SECONDS);
    }
  }
}
