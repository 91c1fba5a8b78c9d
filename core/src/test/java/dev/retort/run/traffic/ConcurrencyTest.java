package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  /// A round trip in which as many calls are under way as are allowed, and all are answered.
  private static int roundTrip(Concurrency concurrency) {
    int underWay = concurrency.allowed();
    for (int i = 0; i < underWay; i++) {
      concurrency.answered(underWay);
    }
    return concurrency.allowed();
  }

  @Test
  void doublesUntilTheStatedNumber() {
    Concurrency concurrency = new Concurrency(1_000, true);
    List<Integer> trace = new ArrayList<>(List.of(concurrency.allowed()));
    for (int i = 0; i < 5; i++) {
      trace.add(roundTrip(concurrency));
    }
    assertThat(trace).containsExactly(64, 128, 256, 512, 1_000, 1_000);
  }

  @Test
  void takesThreeTenthsOnceForAllCallsOfOneCongestion() {
    Concurrency concurrency = new Concurrency(64, true);
    long epoch = concurrency.epoch();
    for (int i = 0; i < 40; i++) {
      concurrency.congested(epoch, 64 - i);
    }
    assertThat(concurrency.allowed()).isEqualTo(44);
    concurrency.congested(concurrency.epoch(), 44);
    assertThat(concurrency.allowed()).isEqualTo(30);
  }

  @Test
  void growsByAThirtySecondOfTheStatedNumberAfterACongestion() {
    Concurrency concurrency = new Concurrency(640, true);
    while (roundTrip(concurrency) < 640) {
      assertThat(concurrency.allowed()).isLessThan(640);
    }
    concurrency.congested(concurrency.epoch(), 640);
    assertThat(concurrency.allowed()).isEqualTo(448);
    assertThat(roundTrip(concurrency)).isBetween(467, 468);
    assertThat(roundTrip(concurrency)).isBetween(486, 488);
  }

  @Test
  void neverLessThanOneAndNeverMoreThanStated() {
    Concurrency concurrency = new Concurrency(3, true);
    for (int i = 0; i < 20; i++) {
      concurrency.congested(concurrency.epoch(), concurrency.allowed());
    }
    assertThat(concurrency.allowed()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      roundTrip(concurrency);
    }
    assertThat(concurrency.allowed()).isEqualTo(3);
  }

  @Test
  void settlesAtWhatTheServerCanDo() {
    Concurrency concurrency = new Concurrency(2_000, true);
    int capacity = 100;
    for (int round = 0; round < 200; round++) {
      int underWay = concurrency.allowed();
      long epoch = concurrency.epoch();
      for (int call = 0; call < underWay; call++) {
        if (call < capacity) {
          concurrency.answered(underWay);
        } else {
          concurrency.congested(epoch, underWay);
        }
      }
      if (round > 20) {
        assertThat(concurrency.allowed()).isBetween(60, 200);
      }
    }
  }

  @Test
  void doesNotGrowOnAnswersThatProveNothing() {
    Concurrency concurrency = new Concurrency(1_000, true);
    for (int i = 0; i < 5_000; i++) {
      concurrency.answered(3);
    }
    assertThat(concurrency.allowed()).isEqualTo(64);
  }

  @Test
  void staysWhereItIsWhenToldSo() {
    Concurrency concurrency = new Concurrency(500, false);
    concurrency.congested(concurrency.epoch(), 500);
    assertThat(concurrency.allowed()).isEqualTo(500);
  }
}
