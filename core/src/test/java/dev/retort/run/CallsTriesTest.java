package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.Failure;
import java.util.Collections;
import java.util.List;
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

  private static int after(Failure... failures) {
    return CallsTries.after(3, List.of(failures)).count();
  }

  @Test
  void aCallThatWasCutShortGoesOnWhereItWas() {
    assertThat(after(Failure.TIMEOUT, Failure.TIMEOUT)).isEqualTo(2);
    assertThat(after(Failure.RATE_LIMIT, Failure.RATE_LIMIT, Failure.RATE_LIMIT, Failure.TIMEOUT)).isEqualTo(4);
    CallsTries goesOn = CallsTries.after(3, List.of(Failure.RATE_LIMIT, Failure.TIMEOUT));
    assertThat(goesOn.again(Failure.TIMEOUT)).isTrue();
    assertThat(goesOn.again(Failure.TIMEOUT)).isFalse();
  }

  @Test
  void aCallThatHadItsTriesBeginsANewRound() {
    assertThat(after(Failure.TIMEOUT, Failure.TIMEOUT, Failure.TIMEOUT)).isZero();
    assertThat(after(Failure.REFUSAL)).isZero();
    assertThat(after(Collections.nCopies(12, Failure.OVERLOAD).toArray(Failure[]::new))).isZero();
    assertThat(after(Failure.TIMEOUT, Failure.TIMEOUT, Failure.TIMEOUT, Failure.TIMEOUT)).isEqualTo(1);
  }
}
