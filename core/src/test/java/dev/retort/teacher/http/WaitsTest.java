package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitsTest {
  private static final String DATE = "date: Sat, 21 Nov 2026 12:00:00 GMT\n";

  @ParameterizedTest
  @CsvSource({"1s, 1000", "6m0s, 360000", "120ms, 120", "1h2m3.5s, 3723500", "7.66s, 7660", "12, 12000"})
  void whatIsUsedUpIsWaitedFor(String reset, long millis) {
    assertThat(Waits.of(new Fields("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: " + reset + "\n")))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void whatIsLeftIsNotWaitedForAndTheLongestOfSeveralCounts() {
    assertThat(Waits.of(new Fields("x-ratelimit-remaining-requests: 5\nx-ratelimit-reset-requests: 9s\n"))).isNull();
    assertThat(Waits.of(new Fields("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 2s\n"
        + "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 5s\n"))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aTimeOfDayIsHeldAgainstTheServersOwnClock() {
    String used = DATE + "anthropic-ratelimit-output-tokens-remaining: 0\n"
        + "anthropic-ratelimit-output-tokens-reset: 2026-11-21T12:00:42Z\n";
    assertThat(Waits.of(new Fields(used))).isEqualTo(Duration.ofSeconds(42));
    assertThat(Waits.of(new Fields(used.replace("12:00:42", "11:00:00")))).isEqualTo(Duration.ZERO);
    assertThat(Waits.of(new Fields(DATE + "retry-after: Sat, 21 Nov 2026 12:00:30 GMT\n")))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void retryAfterComesBeforeResets() {
    assertThat(Waits.of(new Fields("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 9m\n"
        + "retry-after: 3\n"))).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5s", "1s1s1s1s1s", "99999999999s", "1x", "s", "NaN", "2026-13-45T99:00:00Z"})
  void whatCannotBeReadSaysNothing(String reset) {
    assertThat(Waits.of(new Fields("x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: " + reset + "\n")))
        .isNull();
  }
}
