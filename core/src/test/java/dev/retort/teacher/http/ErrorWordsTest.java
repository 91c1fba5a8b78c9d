package dev.retort.teacher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.teacher.Failure;
import org.junit.jupiter.api.Test;

class ErrorWordsTest {

  @Test
  void anAccountWithoutCreditIsNoRateLimit() {
    assertThat(ErrorWords.of(429, "{\"error\":{\"code\":\"insufficient_quota\"}}")).isEqualTo(Failure.AUTH);
    assertThat(ErrorWords.of(429, "{\"error\":{\"code\":\"rate_limit_exceeded\"}}")).isEqualTo(Failure.RATE_LIMIT);
    assertThat(ErrorWords.of(402, "pay")).isEqualTo(Failure.AUTH);
    assertThat(ErrorWords.of(400, "{\"error\":{\"message\":\"Your credit balance is too low to access the API\"}}"))
        .isEqualTo(Failure.AUTH);
  }

  @Test
  void whatARowSaysStopsNoTeacher() {
    String echoed = "{\"error\":\"bad field\",\"input\":\"they wrote \\\"insufficient_quota\\\" and \\\"billing_error\\\"\"}";
    assertThat(ErrorWords.of(400, echoed)).isEqualTo(Failure.BAD_REQUEST);
    assertThat(ErrorWords.of(429, echoed)).isEqualTo(Failure.RATE_LIMIT);
  }

  @Test
  void aPromptThatIsTooLongIsToldWithManyStatuses() {
    assertThat(ErrorWords.of(500, "{\"error\":{\"type\":\"exceed_context_size_error\"}}"))
        .isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(ErrorWords.of(413, "")).isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(ErrorWords.of(400, "{\"error\":{\"message\":\"prompt is too long: 205434 tokens > 200000 maximum\"}}"))
        .isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(ErrorWords.of(400, "{\"error\":{\"message\":\"The input token count (1200000) exceeds the maximum number"
        + " of tokens allowed (1048576).\"}}")).isEqualTo(Failure.CONTEXT_OVERFLOW);
    assertThat(ErrorWords.of(500, "{\"error\":\"boom\"}")).isEqualTo(Failure.SERVER_ERROR);
  }

  @Test
  void aFilterMayAnswerWithTheStatusOfAForbiddenKey() {
    assertThat(ErrorWords.of(403, "{\"error\":{\"code\":\"content_filter\"}}")).isEqualTo(Failure.CONTENT_FILTER);
    assertThat(ErrorWords.of(403, "{\"error\":{\"code\":\"forbidden\"}}")).isEqualTo(Failure.AUTH);
  }
}
