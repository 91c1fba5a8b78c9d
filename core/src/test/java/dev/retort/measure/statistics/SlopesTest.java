package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.Slopes.Slope;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlopesTest {
  private static final double[] X = {0, 1, 2, 3, 5, 6};
  private static final double[] Y = {2.0, 2.3, 2.1, 3.0, 3.4, 3.1};
  private static final double[] WEIGHTS = {10, 20, 5, 40, 30, 15};

  /// Computed with numpy's linear solver and scipy's t distribution from the normal equations.
  @Test
  void theLineEqualsTheNormalEquations() {
    Slope slope = Slopes.weighted(X, Y, WEIGHTS).orElseThrow();
    assertThat(slope.change().value()).isCloseTo(0.22426036, within(1e-8));
    assertThat(slope.start()).isCloseTo(2.14615385, within(1e-8));
    assertThat(slope.change().low()).isCloseTo(0.06335162439795974, within(1e-12));
    assertThat(slope.change().high()).isCloseTo(0.38516908566121244, within(1e-12));
    assertThat(slope.p()).hasValueCloseTo(0.01800016241557091, within(1e-12));
    assertThat(slope.at(3)).isCloseTo(2.14615385 + 3 * 0.22426036, within(1e-7));
  }

  /// Computed with scipy.stats.linregress.
  @Test
  void equalWeightsGiveThePlainLine() {
    double[] equal = {7, 7, 7, 7, 7, 7};
    Slope slope = Slopes.weighted(X, Y, equal).orElseThrow();
    assertThat(slope.change().value()).isCloseTo(0.22546583850931676, within(1e-14));
    assertThat(slope.change().low()).isCloseTo(0.06224757832295927, within(1e-12));
    assertThat(slope.p()).hasValueCloseTo(0.01853361563568693, within(1e-12));
  }

  private static Optional<Slope> study(double change, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] months = new double[24];
    long[] words = new long[24];
    long[] hits = new long[24];
    for (int month = 0; month < 24; month++) {
      months[month] = month;
      words[month] = 20_000 + random.nextInt(80_000);
      double rate = 0.001 + change * month;
      hits[month] = random.doubles(words[month]).filter(u -> u < rate).count();
    }
    return Slopes.ofRates(months, hits, words);
  }

  @Test
  void aPlantedSlopeIsFoundAndAFlatControlIsNot() {
    int found = 0;
    int foundInFlat = 0;
    int covered = 0;
    for (int seed = 0; seed < 100; seed++) {
      Measured planted = study(0.00005, seed).orElseThrow().change();
      found += planted.low() > 0 ? 1 : 0;
      covered += planted.low() <= 0.00005 && 0.00005 <= planted.high() ? 1 : 0;
      foundInFlat += study(0, 1_000 + seed).orElseThrow().p().orElseThrow() <= 0.05 ? 1 : 0;
    }
    assertThat(found).isGreaterThan(95);
    assertThat(covered).isBetween(88, 99);
    assertThat(foundInFlat).isBetween(1, 12);
  }

  @Test
  void bucketsWithoutAnythingAreLeftOut() {
    double[] x = {0, 1, 2, 3, 4};
    double[] y = {1, Double.NaN, 2, 3, 99};
    double[] weights = {1, 1, 1, 1, 0};
    Slope slope = Slopes.weighted(x, y, weights).orElseThrow();
    assertThat(slope.change().sample()).isEqualTo(3);
    assertThat(slope).isEqualTo(
        Slopes.weighted(new double[]{0, 2, 3}, new double[]{1, 2, 3}, new double[]{1, 1, 1}).orElseThrow());
    assertThat(Slopes.ofRates(x, new long[]{1, 0, 2, 3, 0}, new long[]{9, 0, 9, 9, 9}).orElseThrow().change().sample())
        .isEqualTo(4);
  }

  @Test
  void tooFewBucketsOrOnePlaceGiveNoLine() {
    double[] two = {1, 2};
    assertThat(Slopes.weighted(two, two, two)).isEmpty();
    double[] same = {3, 3, 3};
    assertThat(Slopes.weighted(same, new double[]{1, 2, 3}, same)).isEmpty();
    assertThatThrownBy(() -> Slopes.weighted(two, two, same)).hasMessageContaining("wanted as many of each");
    assertThatThrownBy(() -> Slopes.weighted(same, same, new double[]{1, -1, 1})).hasMessageContaining("weight of -1");
  }

  @Test
  void bucketsOnALineHaveNoP() {
    double[] x = {0, 1, 2};
    Slope slope = Slopes.weighted(x, Arrays.stream(x).map(at -> 2 * at).toArray(), new double[]{1, 1, 1}).orElseThrow();
    assertThat(slope.change().value()).isEqualTo(2);
    assertThat(slope.p()).isEmpty();
  }
}
