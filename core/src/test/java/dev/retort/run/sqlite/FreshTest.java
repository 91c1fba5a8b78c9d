package dev.retort.run.sqlite;

import static dev.retort.run.sqlite.Attempts.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreshTest {
  private static final int MANY = 50_000;

  private static long ruledOut(Fresh fresh, String name) {
    return IntStream.range(0, MANY).filter(i -> fresh.rulesOut(key(name + i), () -> 0)).count();
  }

  @Test
  void rulesOutNothingThatWasKeptAndNearlyAllElse() {
    Fresh fresh = new Fresh(0);
    assertThat(ruledOut(fresh, "kept ")).isEqualTo(MANY);
    for (int i = 0; i < MANY; i++) {
      fresh.add(key("kept " + i));
    }
    assertThat(ruledOut(fresh, "kept ")).isZero();
    assertThat(ruledOut(fresh, "other ")).isBetween(MANY - 10L, (long) MANY);
  }

  @Test
  void saysNoMoreWhenAnotherHasWritten() {
    Fresh fresh = new Fresh(0);
    fresh.found(0, 2);
    assertThat(fresh.rulesOut(key("a"), () -> 2)).isTrue();
    fresh.found(3, 1);
    assertThat(fresh.rulesOut(key("a"), () -> 4)).isFalse();
  }

  @Test
  void saysNothingOfAFileThatHeldRecords() {
    assertThat(new Fresh(7).rulesOut(key("a"), () -> 7)).isFalse();
  }
}
