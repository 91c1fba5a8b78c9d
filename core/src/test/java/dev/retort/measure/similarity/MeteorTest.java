package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.text.PorterStemmer;
import dev.retort.text.PythonWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeteorTest {
  private final Meteor meteor = Meteor.exactAndStem(new PythonWords());

  private double score(String reference, String hypothesis) {
    return meteor.compare(meteor.prepare(reference), meteor.prepare(hypothesis));
  }

  @Test
  void equalTextsScoreOneLessThePenaltyOfOneChunk() {
    assertThat(score("one two three four", "One two three FOUR")).isCloseTo(1 - 0.5 / 64, within(1e-15));
  }

  @Test
  void textsWithoutACommonStemScoreZero() {
    assertThat(score("one two", "three four")).isZero();
    assertThat(score("", "three")).isZero();
    assertThat(score("three", "")).isZero();
  }

  @Test
  void stemsCountWhereWordsDiffer() {
    assertThat(score("running quickly", "runs quickly")).isCloseTo(1 - 0.5 / 8, within(1e-15));
  }

  @Test
  void synonymsCountOnlyWhenGiven() {
    Meteor known = Meteor.withSynonyms(new PythonWords(), word -> word.equals("car") ? Set.of("auto") : Set.of());
    assertThat(known.compare(known.prepare("an auto"), known.prepare("an car"))).isCloseTo(1 - 0.5 / 8, within(1e-15));
    assertThat(score("an auto", "an car")).isLessThan(0.5);
  }

  @Test
  void theAlignmentIsThatOfTheQuadraticRule() {
    Random random = new Random(5);
    List<String> words = List.of("run", "runs", "running", "walk", "walked", "sat", "sits", "a", "the", "cats");
    Synonyms synonyms = word -> word.equals("run") ? Set.of("walk", "sat") : Set.of("cat", "a");
    for (int trial = 0; trial < 500; trial++) {
      Meteor.Words reference = Meteor.prepare(drawn(random, words));
      Meteor.Words hypothesis = Meteor.prepare(drawn(random, words));
      assertThat(MeteorAlignment.of(reference, hypothesis, synonyms))
          .isEqualTo(quadratic(reference, hypothesis, synonyms));
    }
  }

  private static List<String> drawn(Random random, List<String> words) {
    List<String> drawn = new ArrayList<>();
    for (int i = random.nextInt(14); i > 0; i--) {
      drawn.add(words.get(random.nextInt(words.size())));
    }
    return drawn;
  }

  /// As the definition reads: each free word of the hypothesis looks through the free words of the reference.
  private static int[] quadratic(Meteor.Words reference, Meteor.Words hypothesis, Synonyms synonyms) {
    List<Integer> aligned = new ArrayList<>(Collections.nCopies(hypothesis.exact().size(), -1));
    for (int stage = 0; stage < 3; stage++) {
      for (int i = aligned.size() - 1; i >= 0; i--) {
        for (int j = reference.exact().size() - 1; j >= 0 && aligned.get(i) == -1; j--) {
          boolean fits = switch (stage) {
            case 0 -> reference.exact().get(j).equals(hypothesis.exact().get(i));
            case 1 -> PorterStemmer.stem(reference.exact().get(j))
                .equals(PorterStemmer.stem(hypothesis.exact().get(i)));
            default -> synonyms.of(hypothesis.stems().get(i)).contains(reference.stems().get(j));
          };
          if (fits && !aligned.contains(j)) {
            aligned.set(i, j);
          }
        }
      }
    }
    return aligned.stream().mapToInt(Integer::intValue).toArray();
  }
}
