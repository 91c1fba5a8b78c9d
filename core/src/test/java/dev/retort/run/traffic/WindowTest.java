package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Minutes of traffic in virtual time, seen by a server with a clock of its own.
class WindowTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = 60 * SECOND;
  private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(Window.JITTER_MILLIS);

  /// A call as the server sees it.
  private record Arrival(long at, long amount) {}

  /// What is being held to a limit: our window, or the bucket it is compared with.
  private interface Limiter {
    long earliest(long now, long amount);

    long take(long now, long amount);

    void correct(long now, long slot, long difference);
  }

  private static Limiter window(long limit) {
    Window window = new Window(limit);
    return new Limiter() {
      @Override
      public long earliest(long now, long amount) {
        return window.earliest(now, amount);
      }

      @Override
      public long take(long now, long amount) {
        return window.take(now, amount);
      }

      @Override
      public void correct(long now, long slot, long difference) {
        window.correct(now, slot, difference);
      }
    };
  }

  /// A bucket that fills up at the limit's pace and may be emptied at once.
  private static Limiter bucket(long limit) {
    return new Limiter() {
      private double level = limit;
      private long last;

      private void fill(long now) {
        level = Math.min(limit, level + (double) (now - last) * limit / MINUTE);
        last = now;
      }

      @Override
      public long earliest(long now, long amount) {
        fill(now);
        return level >= amount ? now : now + (long) Math.ceil((amount - level) * MINUTE / limit);
      }

      @Override
      public long take(long now, long amount) {
        fill(now);
        level -= amount;
        return 0;
      }

      @Override
      public void correct(long now, long slot, long difference) {
        fill(now);
        level -= difference;
      }
    };
  }

  /// A call under way.
  private record UnderWay(long ends, long slot, long back) {}

  /// What calls take, and what they turn out to have used.
  private interface Workload {
    long taken(SplittableRandom random);

    long used(SplittableRandom random, long taken);
  }

  /// Calls as fast as they may go; the server counts what they use when they arrive.
  private static List<Arrival> drive(Limiter limiter, long minutes, long seed, Workload workload) {
    SplittableRandom random = new SplittableRandom(seed);
    PriorityQueue<UnderWay> underWay = new PriorityQueue<>(Comparator.comparingLong(UnderWay::ends));
    List<Arrival> arrivals = new ArrayList<>();
    long now = 0;
    long amount = workload.taken(random);
    while (now < minutes * MINUTE) {
      long next = limiter.earliest(now, amount);
      UnderWay first = underWay.peek();
      if (first != null && first.ends() <= next) {
        underWay.remove();
        now = first.ends();
        limiter.correct(now, first.slot(), -first.back());
        continue;
      }
      now = next + random.nextLong(SECOND / 200);
      next = limiter.earliest(now, amount);
      if (next > now) {
        continue;
      }
      long used = workload.used(random, amount);
      long arrives = now + random.nextLong(JITTER + 1);
      underWay.add(new UnderWay(arrives + random.nextLong(SECOND / 10, 2 * SECOND), limiter.take(now, amount),
          amount - used));
      arrivals.add(new Arrival(arrives, used));
      amount = workload.taken(random);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals;
  }

  /// The most in any 60 s that begin with an arrival, by looking at all of them.
  private static long mostInAnyMinute(List<Arrival> arrivals) {
    long most = 0;
    long sum = 0;
    int first = 0;
    for (Arrival last : arrivals) {
      sum += last.amount();
      while (last.at() - arrivals.get(first).at() >= MINUTE) {
        sum -= arrivals.get(first++).amount();
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private static double perMinute(List<Arrival> arrivals, long fromMinute, long toMinute) {
    long sum = arrivals.stream().filter(arrival -> arrival.at() >= fromMinute * MINUTE && arrival.at() < toMinute
        * MINUTE).mapToLong(Arrival::amount).sum();
    return (double) sum / (toMinute - fromMinute);
  }

  private static Workload equal(long amount) {
    return new Workload() {
      @Override
      public long taken(SplittableRandom random) {
        return amount;
      }

      @Override
      public long used(SplittableRandom random, long taken) {
        return taken;
      }
    };
  }

  /// Between 1 and `most`, of which a random part is used.
  private static Workload random(long most) {
    return new Workload() {
      @Override
      public long taken(SplittableRandom random) {
        return random.nextLong(1, most + 1);
      }

      @Override
      public long used(SplittableRandom random, long taken) {
        return random.nextLong(taken + 1);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 600, 6_000})
  void requestsReachTheirLimitAndNeverPassIt(long limit) {
    List<Arrival> arrivals = drive(window(limit), 8, limit, equal(1));
    assertThat(mostInAnyMinute(arrivals)).isBetween(limit * 95 / 100, limit);
    assertThat(perMinute(arrivals, 1, 7)).isBetween(limit * 0.95, (double) limit);
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 1_000, 4_000})
  void tokensReachTheirLimitAndNeverPassItWhenAnswersAreAsLongAsTheyMayBe(long each) {
    long limit = 400_000;
    List<Arrival> arrivals = drive(window(limit), 8, each, equal(each));
    assertThat(mostInAnyMinute(arrivals)).isLessThanOrEqualTo(limit);
    assertThat(perMinute(arrivals, 1, 7)).isBetween(limit * 0.95, (double) limit);
  }

  @Test
  void randomCallsWithRefundsNeverPassTheLimit() {
    for (int seed = 0; seed < 60; seed++) {
      long limit = 1 + new SplittableRandom(seed).nextLong(100_000);
      List<Arrival> arrivals = drive(window(limit), 4, seed, random(Math.max(1, limit / (1 + seed % 12))));
      assertThat(mostInAnyMinute(arrivals)).as("seed " + seed).isLessThanOrEqualTo(limit);
    }
  }

  @Test
  void whatIsGivenBackCanBeUsed() {
    long limit = 200_000;
    Workload half = new Workload() {
      @Override
      public long taken(SplittableRandom random) {
        return 1_000;
      }

      @Override
      public long used(SplittableRandom random, long taken) {
        return 500;
      }
    };
    assertThat(perMinute(drive(window(limit), 8, 3, half), 2, 7)).isGreaterThan(limit * 0.93);
  }

  @Test
  void aBucketThatMayBeEmptiedAtOncePassesTheLimit() {
    List<Arrival> arrivals = drive(bucket(600), 4, 1, equal(1));
    assertThat(mostInAnyMinute(arrivals)).isGreaterThan(1_100);
  }

  @Test
  void theMinuteIsSpreadOverItsSeconds() {
    Window window = new Window(6_000);
    List<Long> times = new ArrayList<>();
    for (long now = 0; now < MINUTE; now = window.earliest(now, 1)) {
      window.take(now, 1);
      times.add(now);
    }
    for (int second = 0; second < 59; second++) {
      long from = second * SECOND;
      assertThat(times.stream().filter(time -> time >= from && time < from + SECOND).count()).as("second " + second)
          .isBetween(90L, 150L);
    }
  }

  @Test
  void aCallAsLargeAsTheLimitGoesOutOnceAMinute() {
    Window window = new Window(500);
    window.take(0, 500);
    long next = window.earliest(0, 500);
    assertThat(next).isBetween(MINUTE + JITTER - SECOND, MINUTE + JITTER + SECOND / 2);
    assertThat(window.earliest(next, 500)).isEqualTo(next);
    assertThat(window.holds(501)).isFalse();
  }

  @Test
  void moreThanWasThoughtIsPaidOff() {
    Window window = new Window(600);
    long slot = window.take(0, 10);
    window.correct(SECOND, slot, 590);
    assertThat(window.earliest(SECOND, 1)).isGreaterThan(MINUTE);
  }
}
