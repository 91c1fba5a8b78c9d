package dev.retort.teacher.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.batch.Batcher.Item;
import dev.retort.teacher.batch.ScriptedBatches.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BatcherTest {
  @TempDir
  private Path temp;

  private final ScriptedPace pace = new ScriptedPace();
  private final ScriptedBatches server = new ScriptedBatches();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<Batcher> open = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    threads.shutdownNow();
    open.forEach(Batcher::close);
  }

  private Batcher batcher(String folder, int most) {
    return batcher(folder, most, "endpoint");
  }

  private Batcher batcher(String folder, int most, String endpoint) {
    Batch options = new Batch(most, Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofHours(24), 0.5);
    Batcher batcher = new Batcher(new Batcher.Setup(server, new Journal(temp.resolve(folder)), options, pace,
        notes::add, endpoint));
    open.add(batcher);
    return batcher;
  }

  private Future<Answer> ask(Batcher batcher, String id, int attempt) {
    return threads.submit(() -> batcher.ask(new Item("chat", id, attempt, "body-of-" + id)));
  }

  private Map<String, Future<Answer>> askAll(Batcher batcher, int attempt, String... ids) {
    Map<String, Future<Answer>> asked = new LinkedHashMap<>();
    for (String id : ids) {
      asked.put(id, ask(batcher, id, attempt));
    }
    return asked;
  }

  private static void assertAnswered(Map<String, Future<Answer>> asked) throws Exception {
    for (Map.Entry<String, Future<Answer>> each : asked.entrySet()) {
      assertThat(each.getValue().get()).isEqualTo(new Answer.Said("answer-to-" + each.getKey()));
    }
  }

  private static Future<Answer> of(Map<String, Future<Answer>> asked, String id) {
    return Objects.requireNonNull(asked.get(id));
  }

  private static Failure failure(Future<Answer> asked) throws Exception {
    assertThat(asked.get()).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) asked.get()).failure().failure();
  }

  private static Failure thrown(Future<Answer> asked) throws InterruptedException {
    try {
      throw new AssertionError("answered: " + asked.get());
    } catch (ExecutionException e) {
      return ((CallFailed) Objects.requireNonNull(e.getCause())).failure();
    }
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve(folder))) {
      return files.map(file -> file.getFileName().toString().replaceAll("retort-[0-9a-f-]{36}", "NAME")).sorted()
          .toList();
    }
  }

  @Test
  void everyRequestGetsItsOwnAnswerFromOneBatch() throws Exception {
    Batcher batcher = batcher("one", 3);

    assertAnswered(askAll(batcher, 1, "a", "b", "c"));

    assertThat(server.jobs).hasSize(1);
    assertThat(server.jobs.getFirst().requests()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  void aKillAtAnyPointPaysForNothingTwice(Point point) throws Exception {
    server.killAt = point;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    askAll(batcher("before", 3), 1, "a", "b", "c");
    server.killed.await();

    Batcher later = batcher("after", 3);
    assertAnswered(askAll(later, 1, "a", "b", "c"));

    assertThat(server.jobs).hasSize(1);
    assertThat(List.of(server.executed("a"), server.executed("b"), server.executed("c"))).containsOnly(1L);
    assertThat(server.uploads).isEqualTo(point == Point.AFTER_UPLOAD ? 2 : 1);
  }

  @Test
  void withoutWhatWasWrittenDownTheSameRequestsWouldBePaidTwice() throws Exception {
    server.killAt = Point.AFTER_CREATE;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    askAll(batcher("before", 3), 1, "a", "b", "c");
    server.killed.await();

    assertAnswered(askAll(batcher("empty", 3), 1, "a", "b", "c"));

    assertThat(server.executed("a")).isEqualTo(2);
  }

  @Test
  void anIntentIsOnDiskBeforeAnythingIsSent() throws Exception {
    server.killAt = Point.BEFORE_UPLOAD;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    askAll(batcher("before", 2), 1, "a", "b");
    server.killed.await();

    assertThat(files("after")).containsExactly("NAME.intent", "NAME.jsonl");
    batcher("after", 2);
    assertThat(files("after")).as("what can be made anew is cleared away").containsExactly("NAME.intent");
    assertThat(server.uploads).isZero();
  }

  @Test
  void answersThatWereGivenAndNotKeptAreFetchedAgain() throws Exception {
    Batcher first = batcher("before", 2);
    assertAnswered(askAll(first, 1, "a", "b"));
    first.kept("a"); // b's answer was given, and the process killed before the ledger had it
    ScriptedBatches.copy(temp.resolve("before"), temp.resolve("after"));

    assertThat(ask(batcher("after", 2), "b", 1).get()).isEqualTo(new Answer.Said("answer-to-b"));

    assertThat(server.jobs).hasSize(1);
  }

  @Test
  void nothingIsLeftOfABatchWhoseAnswersAreAllKept() throws Exception {
    Batcher batcher = batcher("one", 2);
    assertAnswered(askAll(batcher, 1, "a", "b"));
    batcher.kept("a");
    assertThat(files("one")).isNotEmpty();

    batcher.kept("b");

    assertThat(files("one")).isEmpty();
  }

  @Test
  void onlyWhatFailedIsSubmittedAgain() throws Exception {
    server.failing.put("b", Failure.OVERLOAD);
    server.failing.put("c", null);
    Batcher batcher = batcher("one", 3);
    Map<String, Future<Answer>> first = askAll(batcher, 1, "a", "b", "c");
    assertThat(of(first, "a").get()).isInstanceOf(Answer.Said.class);
    assertThat(failure(of(first, "b"))).isEqualTo(Failure.OVERLOAD);
    assertThat(failure(of(first, "c"))).isEqualTo(Failure.SERVER_ERROR);
    List.of("a", "b", "c").forEach(batcher::kept);

    assertAnswered(askAll(batcher("one", 2), 2, "b", "c"));

    assertThat(server.jobs).hasSize(2);
    assertThat(server.jobs.get(1).requests()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void whatAnExpiredBatchDidNotAnswerTimedOut() throws Exception {
    server.end = Job.Status.EXPIRED;
    server.failing.put("b", null);
    Map<String, Future<Answer>> asked = askAll(batcher("one", 2), 1, "a", "b");

    assertThat(of(asked, "a").get()).isInstanceOf(Answer.Said.class);
    assertThat(failure(of(asked, "b"))).isEqualTo(Failure.TIMEOUT);
  }

  @Test
  void aBatchRefusedForOneLineIsNoFaultOfTheOthers() throws Exception {
    server.end = Job.Status.FAILED;
    Batcher batcher = batcher("one", 2);
    server.killAt = null;
    Future<Answer> first = ask(batcher, "a", 1);
    server.complaints.add(new Job.Complaint(1, "invalid_request", "no such model"));
    Map<String, Failure> failures = new LinkedHashMap<>();
    Future<Answer> second = ask(batcher, "b", 1);
    failures.put("a", failure(first));
    failures.put("b", failure(second));

    String bad = server.jobs.getFirst().requests().getFirst();
    String other = server.jobs.getFirst().requests().get(1);
    assertThat(failures).containsEntry(bad, Failure.BAD_REQUEST).containsEntry(other, Failure.SERVER_ERROR);
  }

  @Test
  void aBatchRefusedForALimitMayBeTriedLater() throws Exception {
    server.end = Job.Status.FAILED;
    server.complaints.add(new Job.Complaint(0, "token_limit_exceeded", "enqueued token limit reached."));

    assertThat(failure(ask(batcher("one", 1), "a", 1))).isEqualTo(Failure.RATE_LIMIT);
  }

  @Test
  void anAnswerIsTakenWhateverTheAttemptAndAFailureOnlyForItsOwn() throws Exception {
    server.failing.put("b", Failure.OVERLOAD);
    Batcher first = batcher("before", 2);
    Map<String, Future<Answer>> asked = askAll(first, 1, "a", "b");
    of(asked, "a").get();
    of(asked, "b").get();
    ScriptedBatches.copy(temp.resolve("before"), temp.resolve("after"));

    Batcher later = batcher("after", 1);
    assertThat(ask(later, "a", 2).get()).isEqualTo(new Answer.Said("answer-to-a"));
    assertThat(ask(later, "b", 2).get()).isEqualTo(new Answer.Said("answer-to-b"));

    assertThat(server.executed("a")).isEqualTo(1);
    assertThat(server.executed("b")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class, names = {"CONNECTION", "TIMEOUT", "SERVER_ERROR", "OVERLOAD", "MALFORMED_REPLY"})
  void aJobWhoseIdWasLostOnTheWayIsFoundAgain(Failure lost) throws Exception {
    server.createAnswerLost.add(lost);
    Batcher batcher = batcher("one", 1);
    assertThat(thrown(ask(batcher, "a", 1))).isEqualTo(lost);

    assertThat(ask(batcher, "a", 2).get()).isEqualTo(new Answer.Said("answer-to-a"));

    assertThat(server.executed("a")).isEqualTo(1);
  }

  @Test
  void oneThatDidNotArriveIsSubmittedWhenTwoListsDoNotShowIt() throws Exception {
    server.submitFails.add(Failure.CONNECTION);
    Batcher batcher = batcher("one", 1);
    assertThat(thrown(ask(batcher, "a", 1))).isEqualTo(Failure.CONNECTION);

    assertThat(ask(batcher, "a", 2).get()).isEqualTo(new Answer.Said("answer-to-a"));

    assertThat(server.lists).isEqualTo(2);
    assertThat(pace.held).contains(Carrier.SETTLE);
    assertThat(server.executed("a")).isEqualTo(1);
  }

  @Test
  void aRefusalToSubmitLeavesNothingBehind() throws Exception {
    server.submitFails.add(Failure.AUTH);
    Batcher batcher = batcher("one", 1);

    assertThat(thrown(ask(batcher, "a", 1))).isEqualTo(Failure.AUTH);

    assertThat(files("one")).isEmpty();
    assertThat(ask(batcher, "a", 2).get()).isEqualTo(new Answer.Said("answer-to-a"));
    assertThat(server.lists).isZero();
  }

  @Test
  void aProviderOutOfReachIsAskedAgainAndAKeyRefusedIsNot() throws Exception {
    server.lookFails.addAll(List.of(Failure.CONNECTION, Failure.OVERLOAD, Failure.TIMEOUT));
    assertAnswered(askAll(batcher("one", 1), 1, "a"));
    assertThat(notes.stream().filter(note -> note.contains("cannot be looked at"))).hasSize(1);

    server.looksUntilEnd = 2;
    server.lookFails.add(Failure.AUTH);
    Batcher other = batcher("two", 1);
    assertThat(thrown(ask(other, "b", 1))).isEqualTo(Failure.AUTH);
    assertThat(ask(other, "b", 2).get()).isEqualTo(new Answer.Said("answer-to-b"));
    assertThat(server.executed("b")).isEqualTo(1);
  }

  @Test
  void aBatchThatDoesNotEndInItsTimeIsNotSubmittedAgain() throws Exception {
    server.looksUntilEnd = Integer.MAX_VALUE;
    Batcher batcher = batcher("one", 1);
    assertThat(thrown(ask(batcher, "a", 1))).isEqualTo(Failure.TIMEOUT);
    batcher.kept("a"); // the failure is in the ledger
    assertThat(thrown(ask(batcher, "a", 2))).isEqualTo(Failure.TIMEOUT);

    server.looksUntilEnd = 1;
    assertThat(ask(batcher("one", 1), "a", 3).get()).isEqualTo(new Answer.Said("answer-to-a"));
    assertThat(server.executed("a")).isEqualTo(1);
  }

  @Test
  void aClockSetForwardGivesNoBatchUp() throws Exception {
    server.looksUntilEnd = 10;
    pace.set = Duration.ofDays(2);

    assertAnswered(askAll(batcher("one", 1), 1, "a"));
  }

  @Test
  void aClockSetBackHasNobodyWaitLonger() throws Exception {
    server.looksUntilEnd = Integer.MAX_VALUE;
    pace.set = Duration.ofDays(-2);

    assertThat(thrown(ask(batcher("one", 1), "a", 1))).isEqualTo(Failure.TIMEOUT);

    assertThat(waited()).isBetween(Duration.ofHours(25), Duration.ofHours(25).plusMinutes(2));
  }

  @Test
  void aBatchOfAClockThatWasSetBackSinceIsFoundAndWaitedForNoLonger() throws Exception {
    server.killAt = Point.AFTER_CREATE;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    server.looksUntilEnd = Integer.MAX_VALUE;
    ask(batcher("before", 1), "a", 1);
    server.killed.await();
    pace.now.updateAndGet(time -> time.minus(Duration.ofDays(30)));

    assertThat(thrown(ask(batcher("after", 1), "a", 1))).isEqualTo(Failure.TIMEOUT);

    assertThat(server.soughtFrom).singleElement().satisfies(from -> assertThat(from).isBeforeOrEqualTo(pace.now()));
    assertThat(server.executed("a")).isEqualTo(1);
    assertThat(waited()).isBetween(Duration.ofHours(25), Duration.ofHours(25).plusMinutes(2));
  }

  @Test
  void aBatchOfAClockThatRanAheadIsSoughtFromBeforeItWasSubmittedHoweverLateItIsSought() throws Exception {
    server.killAt = Point.AFTER_CREATE;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    ask(batcher("before", 1), "a", 1);
    server.killed.await();
    Duration ahead = Duration.ofDays(20);
    Instant submitted = pace.now().minus(ahead);
    pace.now.updateAndGet(time -> time.minus(ahead).plus(Duration.ofDays(9)));

    assertAnswered(askAll(batcher("after", 1), 1, "a"));

    assertThat(server.soughtFrom).singleElement().satisfies(from -> assertThat(from).isBeforeOrEqualTo(submitted));
    assertThat(server.executed("a")).isEqualTo(1);
  }

  private Duration waited() {
    return pace.held.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Test
  void pausesBetweenLooksGrowToTheLongest() throws Exception {
    server.looksUntilEnd = 10;

    assertAnswered(askAll(batcher("one", 1), 1, "a"));

    assertThat(pace.held).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L, 120L);
  }

  @Test
  void aBatchIsSentWhenNothingNewComes() throws Exception {
    Map<String, Future<Answer>> asked = askAll(batcher("one", 1000), 1, "a");
    pace.turns.release(2);

    assertAnswered(asked);
  }

  @Test
  void aBatchIsClosedBeforeItIsTooLarge() throws Exception {
    server.mostBytes = 2 * "a body-of-a\n".length();
    Map<String, Future<Answer>> asked = askAll(batcher("one", 1000), 1, "a", "b", "c");
    while (asked.values().stream().filter(Future::isDone).count() < 2) {
      Thread.onSpinWait();
    }
    assertThat(server.jobs).hasSize(1);
    assertThat(server.jobs.getFirst().requests()).hasSize(2);

    pace.turns.release(10); // the third waits for more, and none comes
    assertAnswered(asked);
  }

  @Test
  void whatWasMeantForAnotherEndpointIsLeftAlone() throws Exception {
    server.killAt = Point.POLLING;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    ask(batcher("before", 1), "a", 1);
    server.killed.await();

    assertAnswered(askAll(batcher("after", 1, "another"), 1, "a"));

    assertThat(server.executed("a")).isEqualTo(2);
    assertThat(files("after")).contains("NAME.intent", "NAME.job");
  }

  @Test
  void whoeverLeavesIsToldWhichBatchGoesOn() throws Exception {
    server.killAt = Point.POLLING;
    server.folder = temp.resolve("one");
    server.copy = temp.resolve("copy");
    Batcher batcher = batcher("one", 1);
    Future<Answer> asked = ask(batcher, "a", 1);
    server.killed.await();

    asked.cancel(true);
    batcher.close();

    assertThat(notes.getLast())
        .isEqualTo("batch job-1 of 1 requests goes on at the provider. The same command collects it.");
    assertThat(files("one")).contains("NAME.intent", "NAME.job");
  }

  @Test
  void requestsStillBeingGatheredAreNotSubmittedByLeaving() throws Exception {
    Batcher batcher = batcher("one", 1000);
    Future<Answer> asked = ask(batcher, "a", 1);
    while (!Files.isDirectory(temp.resolve("one")) || files("one").isEmpty()) {
      Thread.onSpinWait();
    }
    asked.cancel(true);
    batcher.close();

    assertThat(server.uploads).isZero();
    assertThat(files("one")).isEmpty();
    assertThatThrownBy(() -> batcher.ask(new Item("chat", "b", 1, ""))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatNoProviderKeepsAnyMoreIsForgotten() throws Exception {
    server.killAt = Point.POLLING;
    server.folder = temp.resolve("before");
    server.copy = temp.resolve("after");
    ask(batcher("before", 1), "a", 1);
    server.killed.await();
    pace.hold(Duration.ofDays(31));

    batcher("after", 1);

    assertThat(files("after")).isEmpty();
  }
}
