package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.traffic.Breaker.State;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Breaker breaker = new Breaker(
      new Breaker.Rules(3, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(20),
          Duration.ofSeconds(2)));

  private void open(long now, boolean reached) {
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.state()).isEqualTo(State.CLOSED);
      assertThat(breaker.failed(now, false, reached)).isFalse();
    }
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void opensAfterSoManyFailuresInARowOnly() {
    for (int i = 0; i < 50; i++) {
      breaker.failed(0, false, true);
      breaker.failed(0, false, true);
      breaker.works();
    }
    assertThat(breaker.earliest(7)).isEqualTo(7);
    open(7, true);
    assertThat(breaker.earliest(7)).isEqualTo(7 + SECOND);
  }

  @Test
  void oneCallTriesTheServerAfterPausesThatGrow() {
    open(0, true);
    long now = 0;
    for (int pause : new int[]{1, 2, 4, 4, 4}) {
      assertThat(breaker.earliest(now)).isEqualTo(now + pause * SECOND);
      now = breaker.earliest(now);
      assertThat(breaker.pass()).isTrue();
      assertThat(breaker.earliest(now)).isEqualTo(Long.MAX_VALUE);
      assertThat(breaker.failed(now, true, true)).isFalse();
    }
    now = breaker.earliest(now);
    assertThat(breaker.pass()).isTrue();
    breaker.works();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.pass()).isFalse();
  }

  @Test
  void givesTheTeacherUpWhenItStaysOpen() {
    open(0, true);
    boolean givenUp = false;
    long now = 0;
    while (!givenUp) {
      now = breaker.earliest(now);
      breaker.pass();
      givenUp = breaker.failed(now, true, true);
      assertThat(givenUp).isEqualTo(now >= 20 * SECOND);
    }
  }

  @Test
  void givesAServerThatNeverAnsweredUpSoon() {
    open(0, false);
    breaker.pass();
    assertThat(breaker.failed(SECOND, true, false)).isFalse();
    breaker.pass();
    assertThat(breaker.failed(3 * SECOND, true, false)).isTrue();
  }

  @Test
  void failuresOfCallsThatWentOutBeforeDoNotCountTwice() {
    open(0, true);
    for (int i = 0; i < 100; i++) {
      assertThat(breaker.failed(SECOND / 2, false, true)).isFalse();
    }
    assertThat(breaker.earliest(0)).isEqualTo(SECOND);
    assertThat(breaker.pass()).isTrue();
    breaker.failed(SECOND, false, true);
    assertThat(breaker.state()).isEqualTo(State.PROBING);
  }

  @Test
  void aProbeThatIsGivenUpLetsTheNextOneTry() {
    open(0, true);
    breaker.pass();
    breaker.abandoned(2 * SECOND, true);
    assertThat(breaker.earliest(2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(breaker.pass()).isTrue();
  }

  @Test
  void aStoppedTeacherStaysStopped() {
    breaker.stop();
    breaker.works();
    assertThat(breaker.failed(0, false, true)).isFalse();
    assertThat(breaker.state()).isEqualTo(State.STOPPED);
  }
}
