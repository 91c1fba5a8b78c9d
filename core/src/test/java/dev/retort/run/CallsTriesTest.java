package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.Failure;
import org.junit.jupiter.api.Test;

class CallsTriesTest {
  private static int most(int attempts, Failure... turns) {
    CallsTries tries = new CallsTries(attempts);
    while (tries.again(turns[tries.count() % turns.length])) {
      assertThat(tries.count()).isLessThan(1_000);
    }
    return tries.count();
  }

  @Test
  void eachClassHasItsNumberOfTries() {
    assertThat(most(5, Failure.RATE_LIMIT)).isEqualTo(20);
    assertThat(most(5, Failure.SERVER_ERROR)).isEqualTo(5);
    assertThat(most(5, Failure.MALFORMED_REPLY)).isEqualTo(3);
    assertThat(most(2, Failure.MALFORMED_REPLY)).isEqualTo(2);
    assertThat(most(5, Failure.TRUNCATED)).isEqualTo(1);
  }

  @Test
  void mixedFailuresShareTheAttemptsButCongestionIsNotHeldAgainstTheCall() {
    assertThat(most(5, Failure.SERVER_ERROR, Failure.TIMEOUT, Failure.MALFORMED_REPLY)).isEqualTo(5);
    assertThat(most(5, Failure.RATE_LIMIT, Failure.SERVER_ERROR)).isEqualTo(10);
    assertThat(most(20, Failure.OVERLOAD, Failure.OVERLOAD, Failure.OVERLOAD, Failure.CONNECTION)).isEqualTo(80);
  }

  @Test
  void aSittingCutShortGoesOnWithWhatIsLeft() {
    assertThat(CallsTries.left(5, 2, Failure.TIMEOUT)).isEqualTo(3);
    assertThat(CallsTries.left(5, 5, Failure.TIMEOUT)).isZero();
    assertThat(CallsTries.left(5, 7, Failure.RATE_LIMIT)).isEqualTo(4);
    assertThat(CallsTries.left(5, 20, Failure.RATE_LIMIT)).isZero();
    assertThat(CallsTries.left(5, 0, Failure.REFUSAL)).isZero();
  }
}
