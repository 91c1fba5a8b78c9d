package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.run.traffic.JumpingTime;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a busy, a sick and a lying endpoint do to the calls of a run.
@Timeout(120)
class CallsTrafficTest {
  @TempDir
  private Path folder;
  private Ledger ledger;
  private final JumpingTime time = new JumpingTime(_ -> {});
  private final RetryPace pace = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60),
      1, 5, time);

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Teacher teacher(ScriptedTeacher backend, Limits limits) {
    return new Teacher(backend, null, Sampling.NONE, limits, Duration.ofSeconds(9), null);
  }

  private Calls calls(Map<String, Teacher> teachers, RunOptions.Retry retry) {
    return Calls.open(new Calls.Setup(new LinkedHashMap<>(teachers), folder, folder, 7, retry,
        new Calls.Hooks(_ -> null, _ -> {}, pace)), ledger);
  }

  private static String ask(Calls calls, String teacher, String row) {
    Request chat = new Request.Chat(List.of(Message.user(row)), Sampling.NONE.withMaxTokens(50));
    return calls.unit("respond", new Row(row, Schema.of()), teacher, 0).ask(teacher, chat).first().text();
  }

  private static List<Future<String>> askMany(Calls calls, String teacher, int rows, ExecutorService threads) {
    List<Future<String>> asked = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String row = "row" + i;
      asked.add(threads.submit(() -> ask(calls, teacher, row)));
    }
    return asked;
  }

  private static void assertAllAnswered(List<Future<String>> asked) throws Exception {
    for (int i = 0; i < asked.size(); i++) {
      assertThat(asked.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("row" + i);
    }
  }

  @Test
  void everyCallOfAStormWithoutRetryAfterIsAnsweredInTheEnd() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch crowd = new CountDownLatch(9);
    ScriptedTeacher busy = new ScriptedTeacher((prompt, _) -> {
      int now = underWay.incrementAndGet();
      try {
        crowd.countDown();
        crowd.await();
        if (now > 8) {
          refused.incrementAndGet();
          throw new CallFailed(Failure.RATE_LIMIT, "too many at once");
        }
        for (int i = 0; i < 20; i++) {
          Thread.yield();
        }
        return prompt;
      } finally {
        underWay.decrementAndGet();
      }
    });
    try (Calls calls = calls(Map.of("t", teacher(busy, new Limits(64, null, 5))), new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertAllAnswered(askMany(calls, "t", 400, threads));
      assertThat(calls.total()).isEqualTo(new Calls.Counts(400 + refused.get(), 0, refused.get()));
      assertThat(refused.get()).isBetween(1, 2_000);
    }
  }

  @Test
  void aStormWithRetryAfterWaitsUntilTheServerTakesCallsAgain() throws Exception {
    long open = Duration.ofSeconds(30).toNanos();
    AtomicInteger refused = new AtomicInteger();
    ScriptedTeacher busy = new ScriptedTeacher((prompt, _) -> {
      if (time.nanos() < open) {
        refused.incrementAndGet();
        throw new CallFailed(Failure.RATE_LIMIT, "later", Duration.ofSeconds(40), null);
      }
      return prompt;
    });
    try (Calls calls = calls(Map.of("t", teacher(busy, new Limits(16, null, 5))), new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertAllAnswered(askMany(calls, "t", 200, threads));
    }
    assertThat(refused.get()).as("none but those under way when the server said so").isBetween(1, 16);
    assertThat(time.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(40).toNanos());
  }

  @Test
  void aWrongModelStopsTheTeacherAndIsAskedAgainWhenMended() {
    ScriptedTeacher liar = new ScriptedTeacher((_, _) -> {
      throw new CallFailed(Failure.WRONG_MODEL, "teacher 't': 'm' was asked and 'z' answered.");
    });
    Map<String, Teacher> teachers = Map.of("t", teacher(liar, new Limits(4, null, 5)));
    for (int sitting = 0; sitting < 2; sitting++) {
      try (Calls calls = calls(teachers, new RunOptions.Retry.All())) {
        for (String row : List.of("a", "b")) {
          assertThatThrownBy(() -> ask(calls, "t", row)).isInstanceOf(Pending.Stopped.class)
              .hasMessageContaining("'m' was asked and 'z' answered");
        }
        assertThat(calls.total().made()).isEqualTo(1);
        assertThat(calls.stopped()).containsOnlyKeys("t");
      }
    }
    liar.script = (prompt, _) -> prompt;
    try (Calls calls = calls(teachers, new RunOptions.Retry.None())) {
      assertThat(ask(calls, "t", "a")).isEqualTo("a");
    }
  }

  @Test
  void aWrongKeyOfOneTeacherLeavesItsNeighbourAtTheSameEndpointAlone() throws Exception {
    ScriptedTeacher refused = new ScriptedTeacher((_, _) -> {
      throw new CallFailed(Failure.AUTH, "teacher 'bad': the key is refused.");
    });
    ScriptedTeacher good = new ScriptedTeacher((prompt, _) -> prompt);
    refused.endpoint = "here";
    good.endpoint = "here";
    refused.identity = "another, or the answers of one would serve the other";
    Map<String, Teacher> teachers = Map.of("bad", teacher(refused, new Limits(2, null, 5)), "good",
        teacher(good, new Limits(2, null, 5)));
    try (Calls calls = calls(teachers, new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> bad = askMany(calls, "bad", 50, threads);
      assertAllAnswered(askMany(calls, "good", 50, threads));
      for (Future<String> future : bad) {
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(Pending.Stopped.class);
      }
      assertThat(calls.stopped()).containsOnlyKeys("bad");
      assertThat(calls.counts().entrySet()).filteredOn(entry -> entry.getKey().equals("bad"))
          .allSatisfy(entry -> assertThat(entry.getValue().made()).isBetween(1L, 2L)).hasSize(1);
    }
  }

  @Test
  void teachersOfOneEndpointOrGroupShareTheStrictestLimits() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScriptedTeacher.Script counted = (prompt, _) -> {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      for (int i = 0; i < 20; i++) {
        Thread.yield();
      }
      underWay.decrementAndGet();
      return prompt;
    };
    Limits.OfEndpoint group = new Limits.OfEndpoint("account", true, null, null);
    Map<String, Teacher> teachers = new LinkedHashMap<>();
    for (int inFlight : new int[]{3, 50, 20}) {
      teachers.put("t" + inFlight, teacher(new ScriptedTeacher(counted), new Limits(inFlight, null, null, null, 5,
          group)));
    }
    try (Calls calls = calls(teachers, new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<List<Future<String>>> asked = teachers.keySet().stream().map(name -> askMany(calls, name, 100, threads))
          .toList();
      for (List<Future<String>> each : asked) {
        assertAllAnswered(each);
      }
    }
    assertThat(most.get()).isBetween(2, 3);
  }

  @Test
  void aServerThatIsDownForAMinuteFailsNoCall() throws Exception {
    long up = Duration.ofMinutes(1).toNanos();
    ScriptedTeacher restarting = new ScriptedTeacher((prompt, _) -> {
      long now = time.nanos();
      if (now > 0 && now < up) {
        throw new CallFailed(Failure.OVERLOAD, "loading the model");
      }
      return prompt;
    });
    try (Calls calls = calls(Map.of("t", teacher(restarting, new Limits(8, null, 5))), new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ask(calls, "t", "first");
      time.hold(Duration.ofSeconds(1));
      assertAllAnswered(askMany(calls, "t", 100, threads));
      assertThat(calls.stopped()).isEmpty();
    }
  }

  @Test
  void aTeacherThatStaysSickIsStoppedAndItsUnitsStayPending() throws Exception {
    ScriptedTeacher sick = new ScriptedTeacher((_, _) -> {
      throw new CallFailed(Failure.OVERLOAD, "teacher 't': http://x answered 503: no GPU left.");
    });
    try (Calls calls = calls(Map.of("t", teacher(sick, new Limits(8, null, 20))), new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> future : askMany(calls, "t", 40, threads)) {
        assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(Pending.Stopped.class)
            .hasStackTraceContaining("no GPU left");
      }
      assertThat(calls.total().made()).isBetween(10L, 60L);
    }
  }

  @Test
  void aCallThatCouldBeTriedAgainIsPendingWhenItsTeacherWasStoppedMeanwhile() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      if (prompt.equals("row0")) {
        stopped.await();
        throw new CallFailed(Failure.RATE_LIMIT, "later");
      }
      throw new CallFailed(Failure.AUTH, "teacher 't': the key is refused.");
    });
    try (Calls calls = calls(Map.of("t", teacher(teacher, new Limits(4, null, 5))), new RunOptions.Retry.All());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = threads.submit(() -> ask(calls, "t", "row0"));
      assertThatThrownBy(() -> ask(calls, "t", "row1")).isInstanceOf(Pending.Stopped.class);
      stopped.countDown();
      assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(Pending.Stopped.class);
    }
  }

  @Test
  void aCallThatFitsNoLimitFailsAtOnceAndIsNotSent() {
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> prompt);
    Limits limits = new Limits(4, null, 60L, null, 5, Limits.OfEndpoint.DEFAULT);
    try (Calls calls = calls(Map.of("t", teacher(teacher, limits)), new RunOptions.Retry.All())) {
      assertThatThrownBy(() -> ask(calls, "t", "a prompt that is too long for the limit"))
          .isInstanceOfSatisfying(CallFailed.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_REQUEST))
          .hasMessageContaining("tokens_per_minute: 60");
      assertThat(calls.total().made()).isZero();
    }
    assertThat(ledger.records()).isZero();
  }

  @Test
  void aTruncatedOrRefusedAnswerIsNeverAskedForAgainUnchanged() {
    for (Failure failure : List.of(Failure.TRUNCATED, Failure.CONTEXT_OVERFLOW, Failure.CONTENT_FILTER, Failure.REFUSAL,
        Failure.BAD_REQUEST)) {
      ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> {
        throw new CallFailed(failure, failure.word());
      });
      teacher.identity = failure.word();
      for (int sitting = 0; sitting < 2; sitting++) {
        try (Calls calls = calls(Map.of("t", teacher(teacher, new Limits(4, null, 9))), new RunOptions.Retry.All())) {
          assertThatThrownBy(() -> ask(calls, "t", "a")).isInstanceOf(CallFailed.class);
          assertThat(calls.total().made()).isEqualTo(sitting == 0 ? 1 : 0);
        }
      }
    }
  }

  @Test
  void anUnreadableReplyIsAskedForThreeTimes() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> "\"}");
    try (Calls calls = calls(Map.of("t", teacher(teacher, new Limits(4, null, 9))), new RunOptions.Retry.All())) {
      assertThatThrownBy(() -> ask(calls, "t", "a")).isInstanceOfSatisfying(CallFailed.class,
          e -> assertThat(e.failure()).isEqualTo(Failure.MALFORMED_REPLY));
      assertThat(calls.total().made()).isEqualTo(3);
    }
  }
}
