package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Calls;
import dev.retort.run.Ledger;
import dev.retort.run.Pending;
import dev.retort.run.RetryPace;
import dev.retort.run.RunOptions;
import dev.retort.run.spend.Spend;
import dev.retort.run.spend.Used;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.run.traffic.JumpingTime;
import dev.retort.teacher.Budget;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Meter;
import dev.retort.teacher.Patience;
import dev.retort.teacher.Price;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.http.Faults.Fault;
import dev.retort.teacher.openai.OpenAi;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Beside each fault, what was answered is spent to the cent as the server counted it. What a fault may have cost is
/// charged by estimate, and marked so, only where the server may have read the prompt.
@Timeout(60)
class FaultSpendTest {
  private static final Price PRICE = new Price(new BigDecimal("0.15"), new BigDecimal("0.6"), null,
      new BigDecimal("0.00001"), "2026-11-01", "https://example.com/prices");
  private static final Set<Failure> FOR_NOTHING = EnumSet.of(Failure.RATE_LIMIT, Failure.OVERLOAD,
      Failure.SERVER_ERROR, Failure.AUTH);
  private static final int GOOD = 5;

  @TempDir
  Path folder;

  private final AtomicLong prompt = new AtomicLong();
  private final AtomicLong completion = new AtomicLong();

  static List<Fault> faults() {
    return Faults.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void spendIsTheServersCountBesideAFault(Fault fault) throws Exception {
    try (ScriptedServer server = serving(fault);
        Ledger ledger = SqliteLedger.open(folder.resolve("ledger.db"));
        Calls calls = calls(server, fault, ledger)) {
      for (int i = 0; i < GOOD; i++) {
        assertThat(ask(calls, "good " + i)).isNull();
      }
      assertThat(ask(calls, "bad")).isInstanceOfAny(CallFailed.class, Pending.Stopped.class);

      Used charged = failed(ledger, fault);
      Spend spend = calls.spend();
      Used used = spend.lines().getFirst().total();
      assertThat(used.prompt()).isEqualTo(prompt.get() + charged.prompt());
      assertThat(used.completion()).isEqualTo(completion.get());
      assertThat(used.calls()).isEqualTo(GOOD + charged.calls());
      assertThat(spend.estimated()).isEqualTo(charged.estimated());
      assertThat(spend.priced().decimal())
          .isEqualByComparingTo(PRICE.of(used.calls(), used.prompt(), 0, completion.get()).decimal());
      assertThat(ledger.used().values().stream().reduce(Used.NONE, Used::plus)).isEqualTo(used);
    }
  }

  /// What the failed attempts were charged with.
  private static Used failed(Ledger ledger, Fault fault) {
    Used[] sum = {Used.NONE};
    ledger.each(attempt -> {
      if (attempt.ending() instanceof Ledger.Ending.Failed failed) {
        assertThat(failed.failure()).as(failed.message()).isEqualTo(fault.failure());
        Reply.Usage usage = failed.charged();
        assertThat(usage == null).isEqualTo(FOR_NOTHING.contains(fault.failure()));
        if (usage != null) {
          assertThat(usage.estimated()).isTrue();
          assertThat(usage.promptTokens()).isPositive();
        }
        sum[0] = sum[0].plus(usage == null ? new Used(1, 0, 0, 0, 0) : Used.of(usage));
      }
    });
    assertThat(sum[0].calls()).isPositive();
    return sum[0];
  }

  private ScriptedServer serving(Fault fault) throws IOException {
    return new ScriptedServer((asked, connection) -> {
      if (asked.body().contains("\"bad\"")) {
        return fault.talk().answer(asked, connection);
      }
      long read = prompt.addAndGet(asked.body().length()) % 97 + 3;
      prompt.addAndGet(read - asked.body().length());
      completion.addAndGet(7);
      String body = """
          {"model": "m", "choices": [{"message": {"role": "assistant", "content": "fine"}, "finish_reason": "stop"}],
           "usage": {"prompt_tokens": %d, "completion_tokens": 7}}""".formatted(read);
      Faults.write(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
      return true;
    });
  }

  private Calls calls(ScriptedServer server, Fault fault, Ledger ledger) {
    OpenAi backend = new OpenAi(server.base(), "m", null, Map.of(), Map.of(), OpenAi.Server.DEFAULT);
    Duration deadline = fault.failure() == Failure.TIMEOUT ? Duration.ofMillis(900) : Duration.ofSeconds(30);
    Teacher teacher = new Teacher(backend, null, new Meter(null, PRICE, Budget.NONE),
        new Sampling(null, null, 50, null, List.of(), Map.of()), new Limits(8, null, 1), new Patience(deadline, null));
    RetryPace pace = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60), 3, 5,
        new JumpingTime(_ -> {}));
    return Calls.open(new Calls.Setup(Map.of("t", teacher), folder, folder, 7, new RunOptions.Retry.All(),
        new Calls.Hooks(_ -> null, _ -> {}, pace)), ledger, new Budget(new BigDecimal("1"), null, null));
  }

  /// What an ask ended with; null for an answer.
  private static Throwable ask(Calls calls, String row) throws Exception {
    Request.Chat chat = new Request.Chat(List.of(Message.of("user", row)),
        new Sampling(null, null, 50, null, List.of(), Map.of()));
    CompletableFuture<Throwable> done = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> done.complete(
        catchThrowable(() -> calls.unit("respond", new Row(row, Schema.of()), "t", 0).ask("t", chat))));
    return done.get(50, TimeUnit.SECONDS);
  }
}
