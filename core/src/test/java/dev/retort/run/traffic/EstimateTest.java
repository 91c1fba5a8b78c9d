package dev.retort.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Message;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Sampling HUNDRED = Sampling.NONE.withMaxTokens(100);
  private final Estimate estimate = new Estimate();

  private static Request chat(String text, Sampling sampling) {
    return new Request.Chat(List.of(Message.user(text)), sampling);
  }

  @Test
  void aPromptIsCountedByItsLettersAndAnAnswerIsAsLongAsItMayBe() {
    assertThat(estimate.of(chat("abcdef", HUNDRED), null)).isEqualTo(new Cost(18, 100));
    assertThat(estimate.of(chat("日本語", HUNDRED), null)).isEqualTo(new Cost(19, 100));
    assertThat(estimate.of(chat("", Sampling.NONE), null)).isEqualTo(new Cost(16, Estimate.UNSTATED_OUTPUT));
    Sampling three = new Sampling(null, null, 100, null, List.of(), Map.of("n", 3));
    assertThat(estimate.of(new Request.Completion("abc", three), null)).isEqualTo(new Cost(9, 300));
    assertThat(estimate.of(new Request.Embed(List.of("abc", "abc")), null)).isEqualTo(new Cost(18, 0));
    assertThat(estimate.of(new Request.Tokenize("abc", true), null)).isEqualTo(Cost.NONE);
  }

  @Test
  void whatAServerCountsRaisesLaterEstimatesAndIsForgottenSlowly() {
    Cost thought = estimate.of(chat("1234567890", HUNDRED), null);
    assertThat(estimate.learnt(thought)).isEqualTo(thought);
    for (int underWay = 0; underWay < 5; underWay++) {
      Cost used = estimate.used(thought, new Reply.Usage((int) thought.input() * 2, 60, false));
      assertThat(used).isEqualTo(new Cost(thought.input() * 2, 60));
      assertThat(estimate.learnt(thought)).isEqualTo(new Cost(thought.input() * 2, 100));
    }
    assertThat(estimate.of(chat("1234567890", HUNDRED), null)).as("hangs on the request alone").isEqualTo(thought);
    for (int i = 0; i < 5_000; i++) {
      estimate.used(thought, new Reply.Usage(2, 60, false));
    }
    assertThat(estimate.learnt(thought)).isEqualTo(thought);
  }

  @Test
  void anEstimatedUsageTeachesNothing() {
    Cost thought = estimate.of(chat("1234567890", HUNDRED), null);
    estimate.used(thought, new Reply.Usage(9_000, 60, true));
    assertThat(estimate.learnt(thought)).isEqualTo(thought);
  }
}
