package dev.retort.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.FailurePolicy.Pause;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.FailurePolicy.Tries;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static List<Failure> all(Predicate<Failure> wanted) {
    return Arrays.stream(Failure.values()).filter(wanted).toList();
  }

  private static List<Failure> all(Trait trait) {
    return all(failure -> failure.policy().is(trait));
  }

  @Test
  void onlyWhatMayPassIsTriedAgain() {
    assertThat(all(Failure::retryable)).containsExactlyInAnyOrder(Failure.RATE_LIMIT, Failure.OVERLOAD,
        Failure.TIMEOUT, Failure.CONNECTION, Failure.SERVER_ERROR, Failure.MALFORMED_REPLY);
    assertThat(all(failure -> failure.policy().pause() == Pause.NONE)).isEqualTo(all(failure -> !failure.retryable()));
  }

  @Test
  void whatTheServerDeclinedBeforeItWorkedIsNotBilled() {
    assertThat(all(failure -> !failure.policy().is(Trait.PRICED))).containsExactlyInAnyOrder(Failure.RATE_LIMIT,
        Failure.OVERLOAD, Failure.AUTH, Failure.BAD_REQUEST, Failure.CONTEXT_OVERFLOW, Failure.NOT_RECORDED,
        Failure.BUDGET, Failure.BAD_ROW);
  }

  @Test
  void congestionSicknessAndStoppingAreToldApart() {
    assertThat(all(Trait.CONGESTION)).containsExactly(Failure.RATE_LIMIT, Failure.OVERLOAD, Failure.TIMEOUT);
    assertThat(all(Trait.SICK)).containsExactly(Failure.OVERLOAD, Failure.TIMEOUT, Failure.CONNECTION,
        Failure.SERVER_ERROR);
    assertThat(all(Trait.STOPS)).containsExactly(Failure.AUTH, Failure.WRONG_MODEL);
    assertThat(all(failure -> failure.policy().tries() == Tries.PATIENTLY)).allMatch(
        failure -> failure.policy().is(Trait.CONGESTION));
  }
}
