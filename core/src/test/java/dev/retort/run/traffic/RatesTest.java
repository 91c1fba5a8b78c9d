package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final Limits ALL = new Limits(32, 900L, 60_000L, null, 5,
      new Limits.OfEndpoint(null, true, 40_000L, 30_000L));

  private record Sent(long at, Cost cost) {}

  private static long most(List<Sent> sent, ToLongFunction<Cost> measure) {
    long most = 0;
    for (int first = 0; first < sent.size(); first++) {
      long sum = 0;
      for (int i = first; i < sent.size() && sent.get(i).at() - sent.get(first).at() < MINUTE; i++) {
        sum += measure.applyAsLong(sent.get(i).cost());
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  @Test
  void allLimitsHoldAtOnceInAnyMinuteWhicheverOneBinds() {
    boolean[] bound = new boolean[4];
    for (int seed = 0; seed < 12; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int input = 1 + random.nextInt(seed % 3 == 0 ? 20 : 300);
      int output = 1 + random.nextInt(seed % 3 == 1 ? 20 : 200);
      Rates rates = new Rates(ALL);
      List<Sent> sent = new ArrayList<>();
      for (long now = 0; now < 4 * MINUTE;) {
        Cost cost = new Cost(random.nextLong(input), random.nextLong(output));
        now = rates.earliest(now, cost);
        rates.take(now, cost);
        sent.add(new Sent(now, cost));
      }
      long[] most = {most(sent, _ -> 1), most(sent, Cost::total), most(sent, Cost::input), most(sent, Cost::output)};
      long[] limit = {900, 60_000, 40_000, 30_000};
      for (int i = 0; i < limit.length; i++) {
        assertThat(most[i]).as("seed %d, limit %d", seed, i).isLessThanOrEqualTo(limit[i]);
        bound[i] |= most[i] >= limit[i] * 95 / 100;
      }
    }
    assertThat(bound[0]).isTrue();
  }

  @Test
  void saysWhichLimitNeverHasRoom() {
    Rates rates = new Rates(ALL);
    assertThat(rates.never(new Cost(40_000, 10))).isNull();
    assertThat(rates.never(new Cost(40_001, 10))).contains("input_tokens_per_minute: 40000");
    assertThat(rates.never(new Cost(0, 30_001))).contains("output_tokens_per_minute: 30000");
    assertThat(rates.never(new Cost(35_000, 29_000))).contains("tokens_per_minute: 60000");
    assertThat(rates.countTokens()).isTrue();
  }

  @Test
  void anEstimateRaisedAboveTheLimitTakesAllThereIsAndNoMore() {
    Rates rates = new Rates(ALL);
    Cost raised = new Cost(90_000, 10);
    long slot = rates.take(rates.earliest(0, raised), raised);
    assertThat(rates.earliest(0, new Cost(1, 1))).isGreaterThan(MINUTE);
    rates.settle(0, slot, raised, new Cost(30_000, 10));
    assertThat(rates.earliest(MINUTE - 1, new Cost(9_000, 1))).isLessThan(MINUTE);
  }

  @Test
  void withoutLimitsNothingWaits() {
    Rates rates = new Rates(Limits.DEFAULT);
    assertThat(rates.none()).isTrue();
    assertThat(rates.countTokens()).isFalse();
    assertThat(rates.earliest(5, new Cost(1_000_000, 1_000_000))).isEqualTo(5);
  }
}
