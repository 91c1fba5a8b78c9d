package dev.retort.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.study.Pairing.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static Answer answer(String prompt, String author, double score) {
    return new Answer(prompt, "text of " + prompt, author, author + " on " + prompt, Map.of("score", score));
  }

  @Test
  void answersStandByAuthorAndPromptWithHolesWhereThereIsNone() {
    Pairing pairing = new Pairing(10, 1, List.of("b", "a", "silent"));
    pairing.add(answer("p1", "a", 3));
    pairing.add(answer("p2", "b", 4));
    pairing.add(answer("p1", "late", 5));

    Paired paired = pairing.paired();

    assertThat(paired.authors()).containsExactly("b", "a", "late");
    assertThat(paired.prompts()).containsExactly("text of p1", "text of p2");
    assertThat(paired.texts()[0]).containsExactly(null, "b on p2");
    assertThat(paired.texts()[1]).containsExactly("a on p1", null);
    assertThat(paired.scores()[0][0]).containsExactly(Double.NaN, 4);
    assertThat(paired.sample()).isEqualTo(new Paired.Sample(false, 2, 0, List.of("p1", "p2")));
    assertThat(paired.answeredByAll()).isZero();
  }

  @Test
  void ofSeveralAnswersToOnePromptTheFirstCounts() {
    Pairing pairing = new Pairing(10, 1, List.of());
    pairing.add(answer("p1", "a", 1));
    pairing.add(answer("p1", "a", 2));

    Paired paired = pairing.paired();

    assertThat(paired.scores()[0][0]).containsExactly(1);
    assertThat(paired.sample().repeated()).isEqualTo(1);
  }

  @Test
  void scoresOfSeveralJudgesForOneAnswerStandApart() {
    Pairing pairing = new Pairing(10, 1, List.of());
    pairing.add(new Answer("p1", "p1", "a", "text", Map.of("score by x", 1.0)));
    pairing.add(new Answer("p1", "p1", "a", "text", Map.of("score by y", 2.0)));
    pairing.add(new Answer("p1", "p1", "b", "text", Map.of("score by y", 3.0)));

    Paired paired = pairing.paired();

    assertThat(paired.columns()).containsExactly("score by x", "score by y");
    assertThat(paired.scores()[0]).satisfies(byX -> {
      assertThat(byX[0]).containsExactly(1);
      assertThat(byX[1]).containsExactly(Double.NaN);
    });
    assertThat(paired.scores()[1]).isDeepEqualTo(new double[][]{{2}, {3}});
    assertThat(paired.sample().repeated()).isZero();
  }

  @Test
  void theSampleIsTheSameInAnyOrderAndWholeForEveryAuthor() {
    List<Answer> answers = new ArrayList<>();
    for (int p = 0; p < 500; p++) {
      answers.add(answer("p" + p, "a", p));
      answers.add(answer("p" + p, "b", p));
    }
    Paired inOrder = sampled(answers);
    Collections.shuffle(answers, new Random(2));
    Paired shuffled = sampled(answers);

    assertThat(inOrder.prompts()).hasSize(100);
    assertThat(new HashSet<>(shuffled.prompts())).isEqualTo(new HashSet<>(inOrder.prompts()));
    assertThat(shuffled.answeredByAll()).isEqualTo(100);
    assertThat(inOrder.sample().drawn()).isTrue();
    // The estimate's own error is a tenth at a hundred prompts; three of those are allowed.
    assertThat(inOrder.sample().all()).isBetween(350L, 650L);
  }

  private static Paired sampled(List<Answer> answers) {
    Pairing pairing = new Pairing(100, 4, List.of("a", "b"));
    answers.forEach(pairing::add);
    return pairing.paired();
  }

  @Test
  void longAnswersMakeTheSampleSmallerInAnyOrder() {
    List<Answer> answers = new ArrayList<>();
    for (int p = 0; p < 200; p++) {
      answers.add(answer("p" + p, "a", p));
      answers.add(answer("p" + p, "b", p));
    }
    List<List<String>> drawn = new ArrayList<>();
    for (int order = 0; order < 5; order++) {
      Pairing pairing = new Pairing(100, 500, 4, List.of("a", "b"));
      Collections.shuffle(answers, new Random(order));
      answers.forEach(pairing::add);
      Paired paired = pairing.paired();
      assertThat(paired.answeredByAll()).isEqualTo(paired.prompts().size()).isBetween(20, 35);
      assertThat(paired.sample().drawn()).isTrue();
      drawn.add(paired.prompts().stream().sorted().toList());
    }
    assertThat(new HashSet<>(drawn)).hasSize(1);
  }

  @Test
  void anotherSeedDrawsAnotherSample() {
    Pairing one = new Pairing(10, 1, List.of());
    Pairing other = new Pairing(10, 2, List.of());
    for (int p = 0; p < 100; p++) {
      one.add(answer("p" + p, "a", p));
      other.add(answer("p" + p, "a", p));
    }

    assertThat(one.paired().prompts()).isNotEqualTo(other.paired().prompts());
  }

  @Test
  void aColumnOfTextsIsNoColumnOfTeachers() {
    Pairing pairing = new Pairing(10, 1, List.of());
    for (int i = 0; i < Pairing.MOST_AUTHORS; i++) {
      pairing.add(answer("p", "author " + i, 0));
    }
    Answer oneMore = answer("p", "one more", 0);

    assertThatThrownBy(() -> pairing.add(oneMore)).isInstanceOf(UserError.class).hasMessageContaining("one more");
  }
}
