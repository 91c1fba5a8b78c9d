package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.diversity.ClusterRounds.Mean;
import dev.retort.measure.diversity.ClusterScore.Breach;
import dev.retort.measure.diversity.ClusterScore.Broken;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClusterScoreTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static List<int[]> clusters(int[]... members) {
    return Arrays.asList(members);
  }

  private static ClusterRounds means(List<ClusterScore> rounds, int texts) {
    return Objects.requireNonNull(ClusterRounds.of(rounds, texts));
  }

  @Test
  void aSoundClusteringBreaksNothing() {
    assertThat(ClusterScore.broken(clusters(new int[]{3, 1}, new int[]{2}), 4)).isEmpty();
    assertThat(ClusterScore.unassigned(clusters(new int[]{3, 1}, new int[]{2}), 4)).isOne();
  }

  @Test
  void eachBreachIsToldWithItsPlace() {
    assertThat(ClusterScore.broken(clusters(new int[]{1, 1}, new int[]{}, new int[]{0, 5, 1, Integer.MAX_VALUE}), 4))
        .containsExactly(new Broken(Breach.OVERLAPPING, 0, 1), new Broken(Breach.EMPTY, 1, 0),
            new Broken(Breach.UNKNOWN, 2, 0), new Broken(Breach.UNKNOWN, 2, 5), new Broken(Breach.OVERLAPPING, 2, 1),
            new Broken(Breach.UNKNOWN, 2, Integer.MAX_VALUE));
  }

  @Test
  void sizeAndDiversityAreCountedOverWhatIsValid() {
    ClusterScore score = new ClusterScore(3, 7);
    assertThat(score.size()).isEqualTo(7.0 / 3, EXACT);
    assertThat(score.diversity()).isEqualTo(9.0 / 7, EXACT);
    assertThat(new ClusterScore(10, 10).diversity()).isEqualTo(10.0, EXACT);
    assertThat(new ClusterScore(1, 10).diversity()).isEqualTo(0.1, EXACT);
  }

  @Test
  void aRoundWithoutAValidClusterHasNoScore() {
    assertThatThrownBy(() -> new ClusterScore(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ClusterScore(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void meansAndErrorsAreThoseOfAHandCalculation() {
    ClusterRounds rounds = means(
        List.of(new ClusterScore(3, 4), new ClusterScore(1, 4), new ClusterScore(1, 2)), 4);
    assertThat(rounds.clusters().value()).isEqualTo(5.0 / 3, EXACT);
    assertThat(rounds.size().value()).isEqualTo(22.0 / 9, EXACT);
    assertThat(rounds.diversity().value()).isEqualTo(1.0, EXACT);
    assertThat(rounds.normalised().value()).isEqualTo(0.25, EXACT);
    // 2.25, 0.25 and 0.5: squares about the mean sum to 2.375
    assertThat(rounds.diversity().error()).isEqualTo(Math.sqrt(2.375 / 2 / 3), EXACT);
    assertThat(rounds.normalised().error()).isEqualTo(Math.sqrt(2.375 / 2 / 3) / 4, EXACT);
    // Student's t: 4.302652729749462 for 2 degrees of freedom, as in any table
    assertThat(rounds.diversity().width()).isCloseTo(2 * 4.302652729749462 * Math.sqrt(2.375 / 6), within(1e-9));
    assertThat(rounds.diversity().low()).isCloseTo(1 - 4.302652729749462 * Math.sqrt(2.375 / 6), within(1e-9));
    assertThat(rounds.diversity().high()).isCloseTo(1 + 4.302652729749462 * Math.sqrt(2.375 / 6), within(1e-9));
  }

  @Test
  void theIntervalOfAFewRoundsHoldsTheTruthAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(11);
    int held = 0;
    int heldByTheNormal = 0;
    int trials = 4_000;
    double truth = IntStream.rangeClosed(1, 9).mapToDouble(c -> c * c / 10.0).average().orElseThrow();
    for (int trial = 0; trial < trials; trial++) {
      Mean mean = means(
          IntStream.range(0, 6).mapToObj(_ -> new ClusterScore(1 + random.nextInt(9), 10)).toList(), 10).diversity();
      double off = Math.abs(mean.value() - truth);
      held += off <= mean.width() / 2 ? 1 : 0;
      heldByTheNormal += off <= 1.96 * Objects.requireNonNull(mean.error()) ? 1 : 0;
    }
    assertThat(held / (double) trials).isBetween(0.92, 0.97);
    assertThat(heldByTheNormal / (double) trials).as("as 1.96 errors would not").isLessThan(0.91);
  }

  @Test
  void roundsThatAllAgreeHaveAnIntervalWithoutWidth() {
    ClusterRounds same = means(List.of(new ClusterScore(2, 4), new ClusterScore(2, 4)), 4);
    assertThat(same.diversity().width()).isZero();
    assertThat(same.diversity().low()).isEqualTo(1.0, EXACT);
  }

  @Test
  void diversityIsNotTheQuotientOfTheMeans() {
    ClusterRounds rounds = means(List.of(new ClusterScore(10, 10), new ClusterScore(1, 10)), 10);
    assertThat(rounds.diversity().value()).isEqualTo(5.05, EXACT)
        .isNotEqualTo(rounds.clusters().value() / rounds.size().value());
  }

  @Test
  void ofOneRoundThereIsNoErrorAndOfNoneNothing() {
    ClusterRounds one = means(List.of(new ClusterScore(2, 4)), 4);
    assertThat(one.diversity().error()).isNull();
    assertThat(one.diversity().low()).isNull();
    assertThat(one.diversity().width()).isInfinite();
    assertThat(ClusterRounds.of(List.of(), 4)).isNull();
  }
}
