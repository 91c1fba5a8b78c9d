package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private final ManualTime time = new ManualTime();
  private final List<Thread> threads = new ArrayList<>();
  /// What came of those who waited, in the order in which they were let go.
  private final BlockingQueue<Came> came = new LinkedBlockingQueue<>();

  /// @param pass null when turned away or interrupted
  private record Came(String name, @Nullable Pass pass, boolean interrupted) {
    Pass passed() {
      if (pass == null) {
        throw new AssertionError(name + " was not let go");
      }
      return pass;
    }
  }

  private static Limits limits(int inFlight, @Nullable Long requests, @Nullable Long tokens) {
    return new Limits(inFlight, requests, tokens, null, 5, Limits.OfEndpoint.DEFAULT);
  }

  private static Breaker breaker() {
    return new Breaker(new Breaker.Rules(2, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMinutes(5),
        Duration.ofSeconds(5)));
  }

  /// Begins to wait, and gives when the thread is in the line or through.
  private Thread enter(Admission admission, Line line, String name, Cost cost) {
    int before = admission.waiting() + came.size();
    Thread thread = Thread.ofVirtual().start(() -> {
      try {
        came.add(new Came(name, line.enter(new Call(name, cost, DEADLINE)), false));
      } catch (InterruptedException e) {
        came.add(new Came(name, null, true));
      }
    });
    threads.add(thread);
    while (admission.waiting() + came.size() == before) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private Came next() throws InterruptedException {
    Came next = came.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nobody was let go");
    }
    return next;
  }

  private static void answer(Pass pass, Cost used) {
    pass.answered(used);
    pass.close();
  }

  private static boolean fail(Pass pass, Failure failure, @Nullable Duration retryAfter) {
    boolean giveUp = pass.failed(new CallFailed(failure, "test", retryAfter, null));
    pass.close();
    return giveUp;
  }

  @AfterEach
  void end() {
    threads.forEach(Thread::interrupt);
  }

  @Test
  void aGreedyLineCannotStarveAnother() throws Exception {
    Admission admission = new Admission(limits(1, null, null), time);
    Line greedy = admission.line("greedy", breaker());
    Line modest = admission.line("modest", breaker());
    enter(admission, greedy, "g0", Cost.NONE);
    for (int i = 1; i <= 50; i++) {
      enter(admission, greedy, "g" + i, Cost.NONE);
    }
    for (int i = 1; i <= 3; i++) {
      enter(admission, modest, "m" + i, Cost.NONE);
    }
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 54; i++) {
      Came next = next();
      order.add(next.name());
      answer(next.passed(), Cost.NONE);
    }
    assertThat(order).startsWith("g0", "g1", "m1", "g2", "m2", "g3", "m3", "g4", "g5").endsWith("g50");
    assertThat(admission.underWay()).isZero();
  }

  @Test
  void aPauseTheServerAsksForHoldsForEveryTeacherAndEnds() throws Exception {
    Admission admission = new Admission(limits(8, null, null), time);
    Line one = admission.line("one", breaker());
    Line other = admission.line("other", breaker());
    enter(admission, one, "a", Cost.NONE);
    fail(next().passed(), Failure.RATE_LIMIT, Duration.ofSeconds(20));
    enter(admission, other, "b", Cost.NONE);
    assertThat(admission.waiting()).isEqualTo(1);
    time.advance(Duration.ofSeconds(19));
    assertThat(admission.waiting()).isEqualTo(1);
    time.advance(Duration.ofSeconds(2));
    assertThat(next().name()).isEqualTo("b");
  }

  @Test
  void aPauseIsAMinuteAtMost() throws Exception {
    Admission admission = new Admission(limits(8, null, null), time);
    Line line = admission.line("one", breaker());
    enter(admission, line, "a", Cost.NONE);
    fail(next().passed(), Failure.OVERLOAD, Duration.ofDays(3));
    enter(admission, line, "b", Cost.NONE);
    time.advance(Duration.ofSeconds(61));
    assertThat(next().name()).isEqualTo("b");
  }

  @Test
  void aSickTeacherWaitsAloneWhileItsNeighbourGoesOn() throws Exception {
    Admission admission = new Admission(limits(8, null, null), time);
    Line sick = admission.line("sick", breaker());
    Line well = admission.line("well", breaker());
    for (int i = 0; i < 2; i++) {
      enter(admission, sick, "s" + i, Cost.NONE);
      assertThat(fail(next().passed(), Failure.SERVER_ERROR, null)).isFalse();
    }
    enter(admission, sick, "s2", Cost.NONE);
    enter(admission, sick, "s3", Cost.NONE);
    for (int i = 0; i < 5; i++) {
      enter(admission, well, "w" + i, Cost.NONE);
      assertThat(next().name()).isEqualTo("w" + i);
    }
    time.advance(Duration.ofSeconds(2));
    Came probe = next();
    assertThat(probe.name()).isEqualTo("s2");
    assertThat(admission.waiting()).isEqualTo(1);
    answer(probe.passed(), Cost.NONE);
    assertThat(next().name()).isEqualTo("s3");
  }

  @Test
  void aStoppedTeachersCallsAreTurnedAwayAndOthersStay() throws Exception {
    Admission admission = new Admission(limits(1, null, null), time);
    Breaker wrongKey = breaker();
    Line stopped = admission.line("stopped", wrongKey);
    Line stays = admission.line("stays", breaker());
    enter(admission, stopped, "a", Cost.NONE);
    Pass first = next().passed();
    enter(admission, stopped, "b", Cost.NONE);
    enter(admission, stays, "c", Cost.NONE);
    enter(admission, stopped, "d", Cost.NONE);
    admission.stop(wrongKey);
    assertThat(List.of(next().name(), next().name())).containsExactlyInAnyOrder("b", "d");
    assertThat(stopped.enter(new Call("e", Cost.NONE, DEADLINE))).isNull();
    fail(first, Failure.AUTH, null);
    assertThat(next().passed().call.row()).isEqualTo("c");
  }

  @Test
  void whoIsInterruptedLeavesItsPlaceToTheNext() throws Exception {
    Admission admission = new Admission(limits(4, 1_000L, 1_000L), time);
    Line line = admission.line("t", breaker());
    Line other = admission.line("o", breaker());
    enter(admission, line, "a", new Cost(0, 900));
    answer(next().passed(), new Cost(0, 900));
    Thread large = enter(admission, line, "large", new Cost(0, 1_000));
    enter(admission, other, "small", new Cost(0, 1));
    time.advance(Duration.ofSeconds(59));
    assertThat(admission.waiting()).isEqualTo(2);
    large.interrupt();
    List<Came> both = List.of(next(), next());
    assertThat(both).extracting(Came::name).containsExactlyInAnyOrder("large", "small");
    assertThat(both).filteredOn(Came::interrupted).extracting(Came::name).containsExactly("large");
    assertThat(admission.underWay()).isEqualTo(1);
  }

  @Test
  void timeAloneLetsCallsGoWhenRequestsAMinuteAreLimited() throws Exception {
    Admission admission = new Admission(limits(100, 60L, null), time);
    Line line = admission.line("t", breaker());
    for (int i = 0; i < 30; i++) {
      enter(admission, line, "c" + i, Cost.NONE);
    }
    next();
    for (int i = 1; i < 30; i++) {
      while (came.isEmpty()) {
        time.advance(Duration.ofMillis(100));
        Thread.yield();
      }
      assertThat(next().name()).isEqualTo("c" + i);
    }
    assertThat(time.nanos()).isGreaterThan(Duration.ofSeconds(29).toNanos());
  }

  @Test
  void tokensComeBackWhenACallWasRefusedAndStayTakenWhenItMayHaveBeenBilled() throws Exception {
    Admission admission = new Admission(limits(8, null, 1_000L), time);
    Line line = admission.line("t", breaker());
    enter(admission, line, "a", new Cost(100, 900));
    fail(next().passed(), Failure.BAD_REQUEST, null);
    enter(admission, line, "b", new Cost(100, 900));
    fail(next().passed(), Failure.TIMEOUT, null);
    enter(admission, line, "c", new Cost(100, 900));
    assertThat(admission.waiting()).isEqualTo(1);
    time.advance(Duration.ofSeconds(63));
    assertThat(next().name()).isEqualTo("c");
  }

  @Test
  void aCallThatFitsNoLimitIsToldAtOnce() {
    Admission admission = new Admission(limits(8, 10L, 1_000L), time);
    Line line = admission.line("t", breaker());
    assertThat(line.never(new Cost(200, 900))).contains("1100 tokens", "tokens_per_minute: 1000");
    assertThat(line.never(new Cost(100, 900))).isNull();
  }

  @Test
  void aCallUnderWayLongAfterItsDeadlineIsNamedOnce() throws Exception {
    Admission admission = new Admission(limits(8, null, null), time);
    enter(admission, admission.line("slow", breaker()), "row 7", Cost.NONE);
    next();
    time.advance(DEADLINE.plusSeconds(9));
    assertThat(admission.overdue(Duration.ofSeconds(10))).isEmpty();
    time.advance(Duration.ofSeconds(5));
    assertThat(admission.overdue(Duration.ofSeconds(10))).singleElement().asString().contains("'slow'", "row 7",
        "14 s after its deadline of 30 s");
    assertThat(admission.overdue(Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void callsThatEndInAnyOrderLeaveTheOthersUnderWay() throws Exception {
    Admission admission = new Admission(limits(4, null, null), time);
    Line line = admission.line("t", breaker());
    List<Pass> passes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      enter(admission, line, "row " + i, Cost.NONE);
      passes.add(next().passed());
    }
    answer(passes.get(0), Cost.NONE);
    answer(passes.get(3), Cost.NONE);
    assertThat(admission.underWay()).isEqualTo(2);
    time.advance(DEADLINE.plusSeconds(20));
    assertThat(admission.overdue(Duration.ofSeconds(10))).hasSize(2).anyMatch(told -> told.contains("row 1"))
        .anyMatch(told -> told.contains("row 2"));
    answer(passes.get(2), Cost.NONE);
    answer(passes.get(1), Cost.NONE);
    assertThat(admission.underWay()).isZero();
  }

  @Test
  void tenThousandWaitCheaplyAndAllGetTheirTurn() throws Exception {
    Admission admission = new Admission(limits(10, null, null), Time.SYSTEM);
    List<Line> lines = List.of(admission.line("a", breaker()), admission.line("b", breaker()));
    for (int i = 0; i < 10_000; i++) {
      Line line = lines.get(i % 2);
      threads.add(Thread.ofVirtual().start(() -> {
        try (Pass pass = line.enter(new Call("r", Cost.NONE, DEADLINE))) {
          came.add(new Came("r", pass, false));
        } catch (InterruptedException e) {
          came.add(new Came("r", null, true));
        }
      }));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(next().interrupted()).isFalse();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(admission.underWay()).isZero();
    assertThat(admission.waiting()).isZero();
  }
}
