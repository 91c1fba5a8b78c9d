package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Logprobs.Rival;
import dev.retort.teacher.Logprobs.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeDistributionTest {
  private static final JudgeScale TEN = new JudgeScale(1, 10);

  /// A token with its probability and rivals given as text, probability, text, probability.
  private static Token token(String text, double probability, Object... rivals) {
    List<Rival> top = new ArrayList<>(List.of(new Rival(text, Math.log(probability))));
    for (int i = 0; i < rivals.length; i += 2) {
      top.add(new Rival((String) rivals[i], Math.log((Double) rivals[i + 1])));
    }
    return new Token(text, Math.log(probability), top);
  }

  private static @Nullable JudgeDistribution maybe(String statement, int score, Token... tokens) {
    return JudgeDistribution.of(new Logprobs(List.of(tokens)), statement, score, TEN);
  }

  private static JudgeDistribution of(String statement, int score, Token... tokens) {
    return Objects.requireNonNull(maybe(statement, score, tokens));
  }

  private static List<Double> only(int... at) {
    List<Double> list = new ArrayList<>();
    for (int n = 1; n <= 10; n++) {
      double value = 0;
      for (int one : at) {
        value += one == n ? 1.0 / at.length : 0;
      }
      list.add(value);
    }
    return list;
  }

  @Test
  void theMeanIsTheOneComputedByHand() {
    JudgeDistribution told = of("Score: 7", 7, token("Score", 1), token(":", 1),
        token(" 7", .5, " 8", .25, "8", .05, " 6", .1, " good", .1));
    // 7 x .5 + 8 x .3 + 6 x .1 = 6.5, over the .9 that scores have together
    assertThat(told.expected(TEN)).isCloseTo(6.5 / .9, within(1e-12));
    assertThat(told.mass()).isCloseTo(.9, within(1e-12));
    assertThat(told.ambiguous()).isZero();
    assertThat(told.probabilities()).hasSize(10);
    assertThat(told.probabilities().get(7)).isCloseTo(.3 / .9, within(1e-12));
    assertThat(told.probabilities().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aNumberOffTheScaleAndOneWithALeadingZeroCountForNone() {
    JudgeDistribution told = of("Score: 7", 7, token("Score: ", 1), token("7", .5, "0", .1, "11", .1, "07", .1));
    assertThat(told.probabilities()).isEqualTo(only(7));
    assertThat(told.mass()).isCloseTo(.5, within(1e-12));
  }

  @Test
  void aTokenThatWasDrawnFromOutsideTheLikeliestIsAdded() {
    Token drawn = new Token("7", Math.log(.125), List.of(new Rival("8", Math.log(.375))));
    JudgeDistribution told = of("Score: 7", 7, token("Score: ", 1), drawn);
    assertThat(told.expected(TEN)).isCloseTo((7 * .125 + 8 * .375) / .5, within(1e-12));
  }

  @Test
  void tenInTwoTokensSharesItsFirstWithOne() {
    JudgeDistribution ten = of("Score: 10", 10, token("Score: ", 1), token("1", .8, "9", .2),
        token("0", .75, ".", .25));
    assertThat(ten.probabilities().get(9)).isCloseTo(.6, within(1e-12));
    assertThat(ten.probabilities().get(0)).isCloseTo(.2, within(1e-12));
    assertThat(ten.ambiguous()).isZero();
    JudgeDistribution one = of("Score: 1", 1, token("Score: ", 1), token("1", .8, "9", .2), token("\n", .9, "0", .1));
    assertThat(one.probabilities().get(9)).isCloseTo(.08, within(1e-12));
    assertThat(one.probabilities().get(0)).isCloseTo(.72, within(1e-12));
  }

  @Test
  void aRivalThatMayBeTheBeginningOfTenIsTold() {
    assertThat(of("Score: 9", 9, token("Score: ", 1), token("9", .8, "1", .2)).ambiguous()).isCloseTo(.2,
        within(1e-12));
    assertThat(of("Score: 9", 9, token("Score: ", 1), token("9", .8, "1", .1, "10", .1)).ambiguous())
        .as("a tokenizer that writes 10 as one token").isZero();
    assertThat(of("Score: 1", 1, token("Score: ", 1), token("1", .7, "9", .3)).ambiguous())
        .as("the last token: nobody says what could have followed").isCloseTo(.7, within(1e-12));
  }

  @Test
  void theScoreIsFoundBehindReasoningAndBeforeMore() {
    JudgeDistribution told = of("Score: 7", 7, token("Score: 3", 1), token(" is too low.\n", 1), token("Score", 1),
        token(": ", 1), token("7", .5, "3", .5), token("\nbye 7", 1));
    assertThat(told.probabilities()).isEqualTo(only(3, 7));
  }

  @Test
  void tokensThatDoNotTellThePlaceGiveNoDistribution() {
    assertThat(maybe("Score: 7", 7, token("Score: 8", 1))).isNull();
    assertThat(maybe("Score: 7", 7, token("Score: 7", 1))).as("the number begins within a token").isNull();
    assertThat(maybe("Score: 7", 7)).isNull();
    Token without = new Token("7", null, List.of());
    assertThat(maybe("Score: 7", 7, token("Score: ", 1), without)).as("no probability is told").isNull();
  }

  @Test
  void otherScalesHaveTheirOwnLength() {
    JudgeScale five = new JudgeScale(0, 4);
    JudgeDistribution told = Objects.requireNonNull(JudgeDistribution.of(
        new Logprobs(List.of(token("Score: ", 1), token("0", .5, "4", .5))), "Score: 0", 0, five));
    assertThat(told.probabilities()).containsExactly(.5, 0.0, 0.0, 0.0, .5);
    assertThat(told.expected(five)).isEqualTo(2);
  }
}
