package dev.retort.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogprobsTest {

  private static Logprobs read(String json, int most) {
    return Logprobs.of(new Reply.Choice("", "", "", null, json), most);
  }

  @Test
  void bothFormsReadTheSame() {
    Logprobs chat = read("{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"top_logprobs\":[{\"token\":\"b\","
        + "\"logprob\":-2},{\"token\":\"a\",\"logprob\":-0.5}]}]}", 2);
    Logprobs completion = read("{\"tokens\":[\"a\"],\"token_logprobs\":[-0.5],\"top_logprobs\":[{\"b\":-2,\"a\":-0.5}],"
        + "\"text_offset\":[0]}", 2);
    assertThat(chat).isEqualTo(completion).isEqualTo(new Logprobs(List.of(new Logprobs.Token("a", -0.5,
        List.of(new Logprobs.Rival("a", -0.5), new Logprobs.Rival("b", -2))))));
  }

  @Test
  void noMoreRivalsAreKeptThanAskedFor() {
    String many = "{\"tokens\":[\"a\"],\"token_logprobs\":[null],\"top_logprobs\":[{\"d\":-4,\"c\":-3,\"b\":-2,\"a\":-1}]}";
    assertThat(read(many, 2).tokens().getFirst().top()).extracting(Logprobs.Rival::text).containsExactly("a", "b");
    assertThat(read(many, 0).tokens().getFirst().top()).isEmpty();
    assertThat(read(many, 0).tokens().getFirst().logprob()).isNull();
  }

  @Test
  void whatIsNoLogProbabilityIsRefused() {
    for (String wrong : List.of("{\"content\":[{\"token\":\"a\",\"logprob\":0.5}]}",
        "{\"content\":[{\"token\":\"a\",\"logprob\":\"x\"}]}", "{\"content\":[{\"logprob\":-1}]}",
        "{\"tokens\":[\"a\",\"b\"],\"token_logprobs\":[-1]}", "{}")) {
      assertThatThrownBy(() -> read(wrong, 1)).as(wrong).isInstanceOfSatisfying(CallFailed.class,
          failed -> assertThat(failed.failure()).isEqualTo(Failure.MALFORMED_REPLY));
    }
    assertThatThrownBy(() -> Logprobs.of(new Reply.Choice("", "", "", null, null), 1))
        .hasMessageContaining("no log-probabilities");
  }
}
