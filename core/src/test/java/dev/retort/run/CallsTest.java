package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.sqlite.SqliteLedger;
import dev.retort.run.traffic.JumpingTime;
import dev.retort.step.Models;
import dev.retort.step.Models.Count;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Fallback;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Meter;
import dev.retort.teacher.Patience;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.openai.OpenAi;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsTest {
  private static final Sampling FREE = Sampling.NONE;
  private static final Sampling GREEDY = new Sampling(0.0, null, null, null, List.of(), Map.of());
  @TempDir
  private Path folder;
  private Ledger ledger;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<Calls.Event> events = new CopyOnWriteArrayList<>();
  private final RetryPace pace = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60),
      3, 5, new JumpingTime(pauses::add));

  @BeforeEach
  void open() {
    ledger = SqliteLedger.open(folder.resolve("ledger.db"));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Calls calls(ScriptedTeacher teacher, RunOptions.Retry retry) {
    return calls(new Teacher(teacher, null, FREE, new Limits(2, null, 3), Duration.ofSeconds(9), null), retry);
  }

  private Calls calls(Teacher teacher, RunOptions.Retry retry) {
    return Calls.open(new Calls.Setup(Map.of("t", teacher), folder, folder, 7, retry,
        new Calls.Hooks(_ -> null, events::add, pace)), ledger);
  }

  private Calls calls(ScriptedTeacher teacher) {
    return calls(teacher, new RunOptions.Retry.All());
  }

  private static Models unit(Calls calls, String row) {
    return calls.unit("respond", new Row(row, Schema.of()), "t", 0);
  }

  private static Request hi(Sampling sampling) {
    return new Request.Chat(List.of(Message.user("hi")), sampling);
  }

  private static String ask(Calls calls, String row, Sampling sampling) {
    return unit(calls, row).ask("t", hi(sampling)).first().text();
  }

  private static CallFailed fail(Failure failure) {
    return new CallFailed(failure, "teacher 't': " + failure.word());
  }

  @Test
  void aSecondSittingAnswersFromTheLedger() {
    ScriptedTeacher teacher = ScriptedTeacher.echo();
    for (int sitting = 0; sitting < 2; sitting++) {
      try (Calls calls = calls(teacher)) {
        Models unit = unit(calls, "a");
        assertThat(unit.ask("t", hi(FREE)).first().text()).isEqualTo("hi!");
        assertThat(unit.ask("t", hi(FREE)).first().text()).isEqualTo("hi!");
        assertThat(calls.total()).isEqualTo(sitting == 0 ? new Calls.Counts(2, 0, 0) : new Calls.Counts(0, 2, 0));
      }
    }
    assertThat(teacher.asked).containsExactly("hi#1", "hi#1", "closed", "closed");
  }

  @Test
  void equalAsksOfTwoRowsAreTwoCallsUnlessRepeatable() {
    ScriptedTeacher teacher = ScriptedTeacher.echo();
    try (Calls calls = calls(teacher)) {
      ask(calls, "a", FREE);
      ask(calls, "b", FREE);
      assertThat(teacher.asked).hasSize(2);
      ask(calls, "a", GREEDY);
      ask(calls, "b", GREEDY);
      assertThat(teacher.asked).hasSize(3);
      calls.unit("respond", new Row("a", Schema.of()), "t", 1).ask("t", hi(GREEDY));
      assertThat(teacher.asked).hasSize(4);
    }
    teacher.identity = "another base URL";
    try (Calls calls = calls(teacher)) {
      ask(calls, "a", GREEDY);
      assertThat(teacher.asked).hasSize(6);
    }
  }

  @Test
  void equalKeysInFlightAreAskedOnce() throws Exception {
    CountDownLatch others = new CountDownLatch(1);
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      others.await();
      return prompt;
    });
    try (Calls calls = calls(teacher); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> asked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String row = "row" + i;
        asked.add(threads.submit(() -> ask(calls, row, GREEDY)));
      }
      others.countDown();
      for (Future<String> future : asked) {
        assertThat(future.get()).isEqualTo("hi");
      }
      assertThat(calls.total()).isEqualTo(new Calls.Counts(1, 19, 0));
    }
    assertThat(ledger.records()).isEqualTo(1);
  }

  @Test
  void retriesWithPausesThatGrowAndHonourTheServersWish() {
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, attempt) -> {
      if (attempt == 1) {
        throw new CallFailed(Failure.RATE_LIMIT, "slow down", Duration.ofHours(2), null);
      }
      if (attempt == 2) {
        throw fail(Failure.SERVER_ERROR);
      }
      return prompt;
    });
    try (Calls calls = calls(teacher)) {
      assertThat(ask(calls, "a", FREE)).isEqualTo("hi");
      assertThat(calls.total()).isEqualTo(new Calls.Counts(3, 0, 2));
    }
    assertThat(pauses).hasSize(2).first().isEqualTo(Duration.ofSeconds(60));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    List<String> kept = new ArrayList<>();
    ledger.each(attempt -> kept.add(attempt.number() + (attempt.ending() instanceof Ending.Failed f
        ? f.failure().word()
        : "ok")));
    assertThat(kept).containsExactly("1rate_limit", "2server_error", "3ok");
  }

  @Test
  void aFailureIsTriedAgainInALaterSittingOnlyWhereAsked() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> {
      throw fail(Failure.SERVER_ERROR);
    });
    assertFails(teacher, new RunOptions.Retry.All(), Failure.SERVER_ERROR, 3);
    assertFails(teacher, new RunOptions.Retry.None(), Failure.SERVER_ERROR, 0);
    assertFails(teacher, new RunOptions.Retry.Only(Failure.TIMEOUT), Failure.SERVER_ERROR, 0);
    assertFails(teacher, new RunOptions.Retry.Only(Failure.SERVER_ERROR), Failure.SERVER_ERROR, 3);
    teacher.script = (_, _) -> {
      throw fail(Failure.BAD_REQUEST);
    };
    assertFails(teacher, new RunOptions.Retry.All(), Failure.BAD_REQUEST, 1);
    assertFails(teacher, new RunOptions.Retry.All(), Failure.BAD_REQUEST, 0);
    assertThat(teacher.asked).contains("hi#7").doesNotContain("hi#8");
  }

  private void assertFails(ScriptedTeacher teacher, RunOptions.Retry retry, Failure failure, int made) {
    try (Calls calls = calls(teacher, retry)) {
      for (int ask = 0; ask < 2; ask++) {
        assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOfSatisfying(CallFailed.class,
            e -> assertThat(e.failure()).isEqualTo(failure));
        assertThat(calls.total().made()).isEqualTo(made);
      }
    }
  }

  @Test
  void aCallCutShortGoesOnWhereItWas() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, attempt) -> {
      if (attempt == 2) {
        throw new InterruptedException();
      }
      throw fail(Failure.OVERLOAD);
    });
    try (Calls calls = calls(teacher)) {
      assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(Pending.Interrupted.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (Calls calls = calls(teacher, new RunOptions.Retry.None())) {
      teacher.script = (prompt, _) -> prompt;
      assertThat(ask(calls, "a", FREE)).isEqualTo("hi");
    }
    assertThat(teacher.asked).containsExactly("hi#1", "hi#2", "closed", "hi#2", "closed");
  }

  @Test
  void aCallCutShortAmongFailuresOfSeveralKindsStillHasItsTries() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, attempt) -> {
      if (attempt == 5) {
        throw new InterruptedException();
      }
      throw fail(attempt == 4 ? Failure.SERVER_ERROR : Failure.RATE_LIMIT);
    });
    try (Calls calls = calls(teacher)) {
      assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(Pending.Interrupted.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (Calls calls = calls(handingOn(teacher), new RunOptions.Retry.None())) {
      teacher.script = (prompt, _) -> prompt;
      assertThat(ask(calls, "a", FREE)).isEqualTo("hi");
    }
  }

  private static Teacher handingOn(ScriptedTeacher teacher) {
    Fallback fallback = new Fallback("other", List.of(Failure.SERVER_ERROR, Failure.AUTH));
    return new Teacher(teacher, null, Meter.NONE, FREE, new Limits(2, null, 3),
        new Patience(Duration.ofSeconds(9), fallback));
  }

  @Test
  void aFailureThatHandedItsUnitOnIsNotTriedAgainWhateverIsToBeRetried() {
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      throw fail(prompt.equals("hi") ? Failure.SERVER_ERROR : Failure.AUTH);
    });
    Request other = new Request.Chat(List.of(Message.user("other")), FREE);
    try (Calls calls = calls(handingOn(teacher), new RunOptions.Retry.All())) {
      assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(CallFailed.class);
      assertThatThrownBy(() -> unit(calls, "a").ask("t", other)).isInstanceOf(Pending.Stopped.class);
      assertThat(calls.total().made()).isEqualTo(4);
    }
    for (RunOptions.Retry retry : List.of(new RunOptions.Retry.All(), new RunOptions.Retry.None(),
        new RunOptions.Retry.Only(Failure.SERVER_ERROR))) {
      try (Calls calls = calls(handingOn(teacher), retry)) {
        assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(CallFailed.class);
        assertThatThrownBy(() -> unit(calls, "a").ask("t", other)).isInstanceOf(CallFailed.class);
        assertThat(calls.total().made()).isZero();
      }
    }
    teacher.script = (prompt, _) -> prompt;
    try (Calls calls = calls(teacher)) {
      assertThat(ask(calls, "a", FREE)).as("without a fallback").isEqualTo("hi");
    }
  }

  @Test
  void aFailureThatHandsNothingOnIsTriedAgainAlsoWithAFallback() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> {
      throw fail(Failure.TIMEOUT);
    });
    for (int sitting = 0; sitting < 2; sitting++) {
      try (Calls calls = calls(handingOn(teacher), new RunOptions.Retry.All())) {
        assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(CallFailed.class);
        assertThat(calls.total().made()).isEqualTo(3);
      }
    }
  }

  @Test
  void aRefusedKeyStopsTheTeacherAndANewOneGoesOn() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> {
      throw fail(Failure.AUTH);
    });
    try (Calls calls = calls(teacher)) {
      for (String row : List.of("a", "b", "c")) {
        assertThatThrownBy(() -> ask(calls, row, FREE)).isInstanceOf(Pending.Stopped.class)
            .hasMessageContaining("teacher 't' is stopped");
      }
      assertThat(calls.total().made()).isEqualTo(1);
      assertThat(calls.stopped()).containsOnlyKeys("t");
      assertThat(events).filteredOn(Calls.Event.Stopped.class::isInstance).hasSize(1);
    }
    teacher.script = (prompt, _) -> prompt;
    try (Calls calls = calls(teacher, new RunOptions.Retry.None())) {
      assertThat(ask(calls, "a", FREE)).isEqualTo("hi");
    }
  }

  @Test
  void aTeacherThatCannotBeReachedIsStopped() {
    ScriptedTeacher teacher = new ScriptedTeacher((_, _) -> {
      throw fail(Failure.CONNECTION);
    });
    try (Calls calls = calls(teacher)) {
      assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(CallFailed.class);
      assertThatThrownBy(() -> ask(calls, "b", FREE)).isInstanceOf(CallFailed.class);
      assertThatThrownBy(() -> ask(calls, "c", FREE)).isInstanceOf(Pending.Stopped.class);
      assertThatThrownBy(() -> ask(calls, "d", FREE)).isInstanceOf(Pending.Stopped.class);
      assertThat(calls.total().made()).isEqualTo(9);
    }
  }

  @Test
  void repliesOfManyComeInTheOrderOfTheirRequests() {
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      if (prompt.startsWith("bad")) {
        throw new CallFailed(Failure.BAD_REQUEST, prompt);
      }
      return prompt;
    });
    try (Calls calls = calls(teacher)) {
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        requests.add(new Request.Chat(List.of(Message.user("q" + i)), FREE));
      }
      List<Reply> replies = unit(calls, "a").askAll("t", requests);
      assertThat(replies).extracting(reply -> reply.first().text()).startsWith("q0", "q1").hasSize(50).endsWith("q49");
      requests.set(20, new Request.Chat(List.of(Message.user("bad1")), FREE));
      requests.set(10, new Request.Chat(List.of(Message.user("bad2")), FREE));
      assertThatThrownBy(() -> unit(calls, "b").askAll("t", requests)).isInstanceOf(CallFailed.class)
          .hasMessage("bad2");
    }
  }

  @Test
  void ofEachOfManyItIsToldWhatCameOfIt() {
    AtomicInteger arrived = new AtomicInteger();
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      if (prompt.startsWith("bad")) {
        throw new CallFailed(Failure.CONTENT_FILTER, prompt);
      }
      return prompt + arrived.incrementAndGet();
    });
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      requests.add(new Request.Chat(List.of(Message.user(i % 10 == 3 ? "bad" + i : "q" + i % 4)), FREE));
    }
    List<String> first = heard(teacher, requests);
    assertThat(first).hasSize(40).contains("content_filter bad13", Index.atIndex(13));
    assertThat(first.get(0)).startsWith("q0");
    assertThat(first).as("equal requests get answers of their own").doesNotHaveDuplicates();
    assertThat(heard(teacher, requests)).as("from the ledger").isEqualTo(first);
    assertThat(arrived.get()).isEqualTo(36);
  }

  private List<String> heard(ScriptedTeacher teacher, List<Request> requests) {
    try (Calls calls = calls(teacher)) {
      return unit(calls, "a").askEach("t", requests).stream().map(heard -> switch (heard) {
        case Models.Heard.Replied(Reply reply) -> reply.first().text();
        case Models.Heard.NoReply(CallFailed failed) -> failed.failure().word() + " " + failed.getMessage();
      }).toList();
    }
  }

  @Test
  void oneOfManyThatCannotGoOnLeavesTheUnitPending() {
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      throw fail(prompt.equals("hi") ? Failure.AUTH : Failure.CONTENT_FILTER);
    });
    try (Calls calls = calls(teacher)) {
      List<Request> requests = List.of(new Request.Chat(List.of(Message.user("bad")), FREE), hi(FREE));
      assertThatThrownBy(() -> unit(calls, "a").askEach("t", requests)).isInstanceOf(Pending.class);
    }
  }

  @Test
  void neverMoreAtOnceThanTheTeacherAllows() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ScriptedTeacher teacher = new ScriptedTeacher((prompt, _) -> {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      Thread.yield();
      now.decrementAndGet();
      return prompt;
    });
    try (Calls calls = calls(teacher); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String row = "row" + i;
        threads.submit(() -> ask(calls, row, FREE));
      }
    }
    assertThat(teacher.asked).hasSize(201);
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void tokensAreTheServersElseEstimated() {
    ScriptedTeacher teacher = new ScriptedTeacher((text, _) -> Integer.toString(text.length()));
    Request prompt = new Request.Completion("12345\uD83D\uDE00\uD83D\uDE00", FREE);
    try (Calls calls = calls(teacher)) {
      assertThat(unit(calls, "a").tokens("t", prompt)).isEqualTo(new Count(3, true));
      assertThat(unit(calls, "a").tokens("t", hi(FREE))).isEqualTo(new Count(5, true));
    }
    teacher.tokenizes = true;
    teacher.identity = "one that counts";
    try (Calls calls = calls(teacher)) {
      assertThat(unit(calls, "a").tokens("t", prompt)).isEqualTo(new Count(9, false));
      assertThat(unit(calls, "b").tokens("t", prompt)).isEqualTo(new Count(9, false));
      assertThat(calls.total()).isEqualTo(new Calls.Counts(0, 0, 0));
    }
    assertThat(ledger.records()).isEqualTo(1);
    assertThat(ledger.stats()).isEmpty();
  }

  @Test
  void theWindowStaysWhatItWasFirstSaidToBe() {
    ScriptedTeacher teacher = ScriptedTeacher.echo();
    teacher.window = java.util.OptionalInt.of(4096);
    try (Calls calls = calls(teacher)) {
      assertThat(unit(calls, "a").window("t")).hasValue(4096);
    }
    teacher.window = java.util.OptionalInt.of(1);
    try (Calls calls = calls(teacher)) {
      assertThat(unit(calls, "a").window("t")).hasValue(4096);
    }
    assertThat(teacher.asked).containsExactly("window", "closed", "closed");
  }

  @Test
  void randomNumbersAreTheUnits() {
    try (Calls calls = calls(ScriptedTeacher.echo())) {
      long first = unit(calls, "a").random().nextLong();
      assertThat(unit(calls, "a").random().nextLong()).isEqualTo(first);
      assertThat(unit(calls, "b").random().nextLong()).isNotEqualTo(first);
      Models unit = unit(calls, "a");
      assertThat(unit.random().nextLong()).isEqualTo(first);
      assertThat(unit.random().nextLong()).isNotEqualTo(first);
    }
  }

  @Test
  void noSecretIsKeptAfterARunThatFailed() throws Exception {
    String key = "sk-test-0123456789abcdef";
    OpenAi.Server taken = new OpenAi.Server(OpenAi.Tokenize.AUTO, OpenAi.ServedModel.MATCH,
        Map.of("X-Auth-Token", Secret.of("TOKEN", "tok-" + key)));
    StringBuilder said = new StringBuilder();
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuse(server, key));
      OpenAi openAi = new OpenAi("http://127.0.0.1:" + server.getLocalPort() + "/v1", "m", Secret.of("KEY", key),
          Map.of(), Map.of(), taken);
      try (Calls calls = calls(new Teacher(openAi, null, FREE, Limits.DEFAULT, Duration.ofSeconds(20), null),
          new RunOptions.Retry.All())) {
        assertThatThrownBy(() -> ask(calls, "a", FREE)).isInstanceOf(Pending.Stopped.class).satisfies(e -> {
          for (Throwable t = e; t != null; t = t.getCause()) {
            said.append(t);
          }
        });
      }
    }
    ledger.each(attempt -> said.append(attempt));
    ledger.close();
    said.append(events);
    said.append(Files.readString(folder.resolve("ledger.db"), StandardCharsets.ISO_8859_1));
    assertThat(said.toString()).contains("[secret]").doesNotContain(key);
  }

  private static void refuse(ServerSocket server, String key) {
    String body = "{\"error\":{\"message\":\"Incorrect API key " + key + "\"}}";
    try (java.net.Socket socket = server.accept()) {
      assertThat(socket.getInputStream().read()).isPositive();
      socket.getOutputStream().write(("HTTP/1.1 401 No\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
          .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
