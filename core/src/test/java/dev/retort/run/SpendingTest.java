package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.spend.Ceiling;
import dev.retort.run.spend.Spend;
import dev.retort.run.spend.Used;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.run.traffic.JumpingTime;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Budget;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Meter;
import dev.retort.teacher.Patience;
import dev.retort.teacher.Price;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpendingTest {
  private static final Price PRICE = new Price(new BigDecimal("0.15"), new BigDecimal("0.6"), null,
      new BigDecimal("0.00001"), "2026-11-01", "https://example.com/prices");
  private static final RetryPace PACE = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(20),
      Duration.ofSeconds(60), 3, 5, new JumpingTime(_ -> {}));
  @TempDir
  private Path folder;
  private Ledger ledger;
  private final List<Calls.Event> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Budget usd(String amount) {
    return new Budget(new BigDecimal(amount), null, null);
  }

  private static Budget of(long calls) {
    return new Budget(null, null, calls);
  }

  private Calls calls(Backend backend, Meter meter, int maxTokens, Budget run, Ledger in) {
    Sampling sampling = new Sampling(null, null, maxTokens, null, List.of(), Map.of());
    Teacher teacher = new Teacher(backend, null, meter, sampling, new Limits(64, null, 4),
        new Patience(Duration.ofSeconds(9), null));
    return Calls.open(new Calls.Setup(Map.of("t", teacher), folder, folder, 7, new RunOptions.Retry.All(),
        new Calls.Hooks(_ -> null, events::add, PACE)), in, run);
  }

  private Calls calls(Backend backend, Budget run) {
    return calls(backend, new Meter(null, PRICE, Budget.NONE), 50, run, ledger);
  }

  private static String ask(Calls calls, String row) {
    Sampling sampling = calls.lane("t").teacher().sampling();
    return calls.unit("respond", new Row(row, Schema.of()), "t", 0)
        .ask("t", new Request.Chat(List.of(Message.user("a question about " + row)), sampling)).first().text();
  }

  private record Ended(AtomicInteger answered, AtomicInteger failed, AtomicInteger pending) {}

  /// Asks for so many rows at once, and gives how many were answered, failed and left pending.
  private static Ended askAll(Calls calls, int rows) throws Exception {
    Ended ended = new Ended(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        String row = "row " + i;
        all.add(threads.submit(() -> {
          try {
            ask(calls, row);
            ended.answered().incrementAndGet();
          } catch (CallFailed e) {
            ended.failed().incrementAndGet();
          } catch (Pending e) {
            ended.pending().incrementAndGet();
          }
        }));
      }
      for (Future<?> future : all) {
        future.get();
      }
    }
    return ended;
  }

  private static BigDecimal bill(CountingTeacher server) {
    return PRICE.of(server.calls.get(), server.prompt.get(), 0, server.completion.get()).decimal();
  }

  private static Ceiling first(Spend spend) {
    return spend.ceilings().getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.002", "0.0071", "0.012"})
  void spendIsTheServersOwnCountAndNeverPassesTheBudget(String budget) throws Exception {
    CountingTeacher server = new CountingTeacher(0.3);
    try (Calls calls = calls(server, usd(budget))) {
      Ended ended = askAll(calls, 600);

      Spend spend = calls.spend();
      assertThat(bill(server)).isEqualByComparingTo(spend.priced().decimal())
          .isLessThanOrEqualTo(new BigDecimal(budget))
          .isGreaterThan(new BigDecimal(budget).multiply(new BigDecimal("0.9")));
      assertThat(spend.estimated()).isZero();
      assertThat(ended.pending().get()).isPositive();
      assertThat(first(spend).stoppedBy()).isEqualTo("usd");
      assertThat(events).filteredOn(event -> event instanceof Calls.Event.Stopped).hasSize(1);
    }
  }

  @Test
  void laterSittingsCountWhatEarlierOnesSpent() throws Exception {
    CountingTeacher server = new CountingTeacher(0.3);
    BigDecimal spent;
    try (Calls calls = calls(server, usd("0.003"))) {
      askAll(calls, 400);
      spent = calls.spend().priced().decimal();
    }
    long before = server.calls.get();
    try (Calls calls = calls(server, usd("0.003"))) {
      assertThat(first(calls.spend()).spent().usd().decimal()).isEqualByComparingTo(spent);
      askAll(calls, 400);
      assertThat(calls.spend().priced().decimal()).isEqualByComparingTo(bill(server))
          .isLessThanOrEqualTo(new BigDecimal("0.003"));
    }
    try (Calls calls = calls(server, usd("1"))) {
      assertThat(askAll(calls, 400).pending().get()).isZero();
      assertThat(calls.spend().priced().decimal()).isEqualByComparingTo(bill(server));
      assertThat(calls.spend().pricedNow().decimal()).isLessThan(bill(server));
    }
    assertThat(server.calls.get()).isGreaterThan(before);
  }

  @Test
  void answersThatAnotherRunPaidForCostNothing() throws Exception {
    CountingTeacher server = new CountingTeacher(0);
    Path shared = folder.resolve("shared.db");
    Meter meter = new Meter(null, PRICE, Budget.NONE);
    try (Ledger one = SqliteLedger.open(shared, "one"); Calls calls = calls(server, meter, 50, usd("1"), one)) {
      askAll(calls, 20);
      assertThat(calls.spend().priced().decimal()).isEqualByComparingTo(bill(server));
    }
    try (Ledger two = SqliteLedger.open(shared, "two"); Calls calls = calls(server, meter, 50, usd("0.0001"), two)) {
      assertThat(askAll(calls, 20).answered().get()).isEqualTo(20);
      assertThat(calls.spend().priced().pico()).isZero();
    }
    try (Ledger one = SqliteLedger.open(shared, "one"); Calls calls = calls(server, meter, 50, usd("1"), one)) {
      assertThat(calls.spend().priced().decimal()).isEqualByComparingTo(bill(server));
    }
  }

  @Test
  void aCallLargerThanTheWholeBudgetFailsAndIsNotKeptSoThatALargerOneHelps() {
    CountingTeacher server = new CountingTeacher(0);
    try (Calls calls = calls(server, usd("0.00002"))) {
      assertThatThrownBy(() -> ask(calls, "a")).isInstanceOf(CallFailed.class).hasMessageContaining("budget.usd")
          .extracting(e -> ((CallFailed) e).failure()).isEqualTo(Failure.BUDGET);
      assertThat(calls.total()).isEqualTo(new Calls.Counts(0, 0, 0));
    }
    assertThat(ledger.records()).isZero();
    try (Calls calls = calls(server, usd("0.1"))) {
      assertThat(ask(calls, "a")).isEqualTo("ok");
    }
  }

  @Test
  void eachRetryIsReservedForAnew() {
    ScriptedTeacher broken = new ScriptedTeacher((_, _) -> {
      throw new CallFailed(Failure.SERVER_ERROR, "500");
    });
    try (Calls calls = calls(broken, of(3))) {
      assertThatThrownBy(() -> ask(calls, "a")).isInstanceOf(Pending.OutOfBudget.class)
          .hasMessageContaining("3 calls of 3 calls");
      assertThat(broken.asked).hasSize(3);
    }
  }

  @Test
  void aTeachersBudgetStopsThatTeacherOnly() throws Exception {
    CountingTeacher server = new CountingTeacher(0);
    Meter meter = new Meter(null, PRICE, new Budget(null, 500L, null));
    try (Calls calls = calls(server, meter, 50, usd("1"), ledger)) {
      askAll(calls, 50);
      assertThat(server.prompt.get() + server.completion.get()).isBetween(250L, 500L);
      assertThat(calls.spend().stopped()).singleElement()
          .satisfies(ceiling -> assertThat(ceiling.path()).isEqualTo("teachers.t.budget"));
    }
  }

  private Used afterFailure(CallFailed failure) {
    ScriptedTeacher failing = new ScriptedTeacher((_, _) -> {
      throw failure;
    });
    try (Calls calls = calls(failing, usd("1"))) {
      assertThatThrownBy(() -> ask(calls, failure.failure() + "")).isInstanceOfAny(CallFailed.class, Pending.class);
      Used used = calls.spend().lines().getFirst().now();
      assertThat(used.calls()).isPositive();
      return new Used(1, used.prompt() / used.calls(), 0, used.completion(),
          used.estimated() / used.calls());
    }
  }

  @Test
  void aFailureThatMayHaveBeenBilledCostsItsPromptAndIsMarkedAsEstimated() {
    Used timeout = afterFailure(new CallFailed(Failure.TIMEOUT, "too slow"));
    assertThat(timeout.estimated()).isEqualTo(1);
    assertThat(timeout.prompt()).isPositive();
    assertThat(timeout.completion()).isZero();
    assertThat(afterFailure(new CallFailed(Failure.RATE_LIMIT, "429"))).isEqualTo(new Used(1, 0, 0, 0, 0));
    assertThat(afterFailure(new CallFailed(Failure.SERVER_ERROR, "500"))).isEqualTo(new Used(1, 0, 0, 0, 0));
    assertThat(afterFailure(new CallFailed(Failure.CONNECTION, "down", null, new ConnectException("refused"))))
        .isEqualTo(new Used(1, 0, 0, 0, 0));
    assertThat(afterFailure(new CallFailed(Failure.CONNECTION, "reset")).estimated()).isEqualTo(1);
    assertThat(afterFailure(new CallFailed(Failure.CONTENT_FILTER, "filtered", null,
        "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}", null))).isEqualTo(new Used(1, 9, 0, 4, 0));
  }

  @Test
  void whatAFailureWasChargedIsKeptForLaterSittings() {
    afterFailure(new CallFailed(Failure.TIMEOUT, "too slow"));
    Used kept = ledger.used().values().iterator().next();

    assertThat(kept.calls()).isEqualTo(4);
    assertThat(kept.estimated()).isEqualTo(4);
    assertThat(kept.prompt()).isPositive();
  }

  @Test
  void nothingIsReservedForWhatCannotBeBounded() {
    CountingTeacher server = new CountingTeacher(0);
    Teacher free = new Teacher(server, null, new Meter(null, PRICE, Budget.NONE), Sampling.NONE, Limits.DEFAULT,
        new Patience(Duration.ofSeconds(9), null));
    try (Calls calls = Calls.open(new Calls.Setup(Map.of("t", free), folder, folder, 7, new RunOptions.Retry.All(),
        Calls.Hooks.NONE), ledger, usd("1"))) {
      assertThatThrownBy(() -> ask(calls, "a")).isInstanceOf(CallFailed.class).hasMessageContaining("max_tokens");
    }
    try (Calls calls = Calls.open(new Calls.Setup(Map.of("t", free), folder, folder, 7, new RunOptions.Retry.All(),
        Calls.Hooks.NONE), ledger, of(5))) {
      assertThat(ask(calls, "a")).isEqualTo("ok");
    }
  }
}
