package dev.retort.run.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.spend.Accounts.Answer;
import dev.retort.teacher.Budget;
import dev.retort.teacher.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final List<String> PATHS = List.of("budget", "teachers.t.budget");

  private final Accounts accounts = new Accounts(Duration.ofSeconds(60));

  private static Amounts amounts(long pico, long tokens, long calls) {
    return new Amounts(new Usd(pico), tokens, calls);
  }

  private static Budget usd(long pico) {
    return new Budget(BigDecimal.valueOf(pico, 12), null, null);
  }

  private Accounts.Hold granted(Amounts most) throws InterruptedException {
    return ((Answer.Granted) accounts.purse(PATHS).hold(most)).hold();
  }

  /// Whatever the order in which calls come and end, and whatever they take of what was reserved.
  @RepeatedTest(5)
  void spentAndReservedNeverPassABudget() throws Exception {
    accounts.open("budget", new Budget(BigDecimal.valueOf(200_000, 12), 90_000L, 1_500L), Amounts.NONE);
    accounts.open("teachers.a.budget", usd(60_000), Amounts.NONE);
    accounts.open("teachers.b.budget", new Budget(null, 40_000L, null), amounts(0, 500, 0));
    AtomicLong broken = new AtomicLong();
    Map<String, AtomicLong> took = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        SplittableRandom random = new SplittableRandom(i);
        String teacher = List.of("a", "b", "c").get(i % 3);
        all.add(threads.submit(() -> one(teacher, random, broken, took)));
      }
      for (Future<?> future : all) {
        future.get();
      }
    }
    assertThat(broken).hasValue(0);
    List<Ceiling> end = accounts.ceilings();
    assertThat(end).allSatisfy(ceiling -> assertThat(ceiling.reserved()).isEqualTo(Amounts.NONE));
    assertThat(end.getFirst().spent().usd().pico())
        .isEqualTo(took.values().stream().mapToLong(AtomicLong::get).sum());
    assertThat(end.get(1).spent().usd().pico()).isEqualTo(took.getOrDefault("a", new AtomicLong(-1)).get());
    assertThat(end.getFirst().stoppedBy()).as("the budget was reached, or this proves nothing").isNotNull();
  }

  private Object one(String teacher, SplittableRandom random, AtomicLong broken, Map<String, AtomicLong> took)
      throws InterruptedException {
    Amounts most = amounts(random.nextLong(100, 400), random.nextLong(10, 200), 1);
    if (accounts.purse(List.of("budget", "teachers." + teacher + ".budget")).hold(
        most) instanceof Answer.Granted(Accounts.Hold hold)) {
      Thread.yield();
      accounts.ceilings().stream()
          .filter(ceiling -> ceiling.spent().plus(ceiling.reserved()).passes(ceiling.budget()) != null)
          .forEach(_ -> broken.incrementAndGet());
      double share = switch (random.nextInt(3)) {
        case 0 -> 0;
        case 1 -> 1;
        default -> random.nextDouble();
      };
      Amounts used = amounts((long) (most.usd().pico() * share), (long) (most.tokens() * share), 1);
      took.computeIfAbsent(teacher, _ -> new AtomicLong()).addAndGet(used.usd().pico());
      hold.settle(used);
    }
    return teacher;
  }

  @Test
  void aCallThatTakesMoreThanItsMostIsTheOneWayToPassABudget() throws InterruptedException {
    accounts.open("budget", usd(100), Amounts.NONE);
    granted(amounts(10, 0, 1)).settle(amounts(101, 0, 1));

    assertThat(accounts.ceilings().getFirst().spent().passes(usd(100))).isEqualTo("usd");
    assertThat(accounts.purse(PATHS).hold(amounts(0, 0, 1))).isInstanceOf(Answer.Spent.class);
  }

  @Test
  void aCallWaitsForThoseInFlightBeforeItIsRefused() throws Exception {
    accounts.open("budget", usd(100), Amounts.NONE);
    Accounts.Hold first = granted(amounts(80, 0, 1));
    CountDownLatch asking = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> second = threads.submit(() -> {
        asking.countDown();
        return accounts.purse(PATHS).hold(amounts(60, 0, 1));
      });
      asking.await();
      first.settle(amounts(40, 0, 1));
      assertThat(second.get()).isInstanceOf(Answer.Granted.class);
    }
    first.settle(amounts(99, 0, 1));
    assertThat(accounts.ceilings().getFirst().spent()).as("settled once").isEqualTo(amounts(40, 0, 1));
  }

  @Test
  void nothingInFlightMeansNothingToWaitFor() throws InterruptedException {
    accounts.open("budget", new Budget(null, null, 2L), amounts(0, 0, 1));
    granted(amounts(0, 0, 1)).settle(amounts(0, 0, 1));

    Answer.Spent spent = (Answer.Spent) accounts.purse(PATHS).hold(amounts(0, 0, 1));
    assertThat(spent.ceiling().stoppedBy()).isEqualTo("calls");
    assertThat(spent.ceiling().words()).isEqualTo("2 calls of 2 calls");
  }

  @Test
  void aCallLargerThanAWholeBudgetIsToldApart() throws InterruptedException {
    accounts.open("budget", usd(1_000_000_000_000L), Amounts.NONE);
    accounts.open("teachers.t.budget", new Budget(null, 100L, null), Amounts.NONE);

    Answer.TooLarge large = (Answer.TooLarge) accounts.purse(PATHS).hold(amounts(5, 101, 1));
    assertThat(large.message()).startsWith("teachers.t.budget.tokens: the call may take 101 tokens");
    assertThat(accounts.ceilings()).allSatisfy(ceiling -> assertThat(ceiling.reserved()).isEqualTo(Amounts.NONE));
  }

  @Test
  void aRefusedReservationTakesNothingOfTheOtherBudget() throws InterruptedException {
    accounts.open("budget", usd(1000), Amounts.NONE);
    accounts.open("teachers.t.budget", usd(50), amounts(50, 0, 9));

    assertThat(accounts.purse(PATHS).hold(amounts(10, 0, 1))).isInstanceOf(Answer.Spent.class);
    assertThat(accounts.ceilings().getFirst().reserved()).isEqualTo(Amounts.NONE);
    assertThat(accounts.purse(List.of("budget", "teachers.other.budget")).hold(amounts(10, 0, 1)))
        .isInstanceOf(Answer.Granted.class);
  }
}
