package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplesTest {
  /// Computed by a SplitMix64 written in Python, so that no change of the JDK's goes unseen.
  private static final int[] FIRST_OF_SEED_42 = {2, 5, 2, 0, 4, 0};

  private static double[] normal(int n, double mean, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(n).map(u -> mean + 2 * u - 1).toArray();
  }

  private static double plainMean(double[] values, int[] units) {
    return Arrays.stream(units).mapToDouble(unit -> values[unit]).filter(value -> !Double.isNaN(value)).average()
        .orElse(Double.NaN);
  }

  @Test
  void drawsTheSameUnitsForTheSameSeedAndOthersForAnother() {
    assertThat(Resamples.of(50, 20, 7).units(11)).isEqualTo(Resamples.of(50, 20, 7).units(11));
    assertThat(Resamples.of(50, 20, 8).units(11)).isNotEqualTo(Resamples.of(50, 20, 7).units(11));
    assertThat(Resamples.of(6, 2, 42).units(0)).containsExactly(FIRST_OF_SEED_42);
  }

  @Test
  void drawsEveryUnitAboutAsOftenAsEveryOther() {
    int[] times = new int[10];
    Resamples resamples = Resamples.of(10, 10_000, 3);
    for (int r = 0; r < 10_000; r++) {
      Arrays.stream(resamples.units(r)).forEach(unit -> times[unit]++);
    }
    assertThat(Arrays.stream(times).boxed()).allSatisfy(drawn -> assertThat(drawn).isBetween(9_500, 10_500));
  }

  @Test
  void meansEqualThoseOfAPlainLoop() {
    double[] values = normal(123, 4, 1);
    values[5] = Double.NaN;
    values[77] = Double.NaN;
    Resamples resamples = Resamples.of(123, 200, 5);
    double[] means = resamples.means(values);
    for (int r = 0; r < 200; r++) {
      assertThat(means[r]).isCloseTo(plainMean(values, resamples.units(r)), within(1e-12));
    }
    assertThat(resamples.mean(values).sample()).isEqualTo(121);
    assertThat(resamples.mean(values).value()).isCloseTo(plainMean(values, range(123)), within(1e-12));
  }

  private static int[] range(int n) {
    return IntStream.range(0, n).toArray();
  }

  @Test
  void drawnAnewTheResamplesAreTheSameAsKept() {
    int n = 9_000;
    Resamples drawnAnew = Resamples.of(n, 2_000, 9);
    Resamples kept = Resamples.of(n, 100, 9);
    assertThat((long) n * 2_000).isGreaterThan(Resamples.KEPT);
    double[] values = normal(n, 0, 2);
    assertThat(Arrays.copyOf(drawnAnew.means(values), 100)).isEqualTo(kept.means(values));
    assertThat(drawnAnew.units(42)).isEqualTo(kept.units(42));
  }

  @Test
  void theIntervalCoversTheTrueMeanAboutNineteenTimesInTwenty() {
    int covered = 0;
    for (int study = 0; study < 400; study++) {
      Measured mean = Resamples.of(60, 500, study).mean(normal(60, 1, 1000 + study));
      covered += mean.low() <= 1 && 1 <= mean.high() ? 1 : 0;
    }
    assertThat(covered).isBetween(360, 394);
  }

  @Test
  void aDifferenceThatIsThereHasASmallPAndOneThatIsNotHasALargeOne() {
    Resamples resamples = Resamples.of(200, 1_000, 1);
    double[] a = normal(200, 0.3, 1);
    double[] b = normal(200, 0, 2);
    Difference there = resamples.difference(a, b);
    assertThat(there.p()).isLessThan(0.001).isGreaterThanOrEqualTo(there.smallest());
    assertThat(there.mean().low()).isPositive();
    assertThat(resamples.difference(normal(200, 0, 3), b).p()).isGreaterThan(0.05);
    assertThat(resamples.difference(a, a).p()).isEqualTo(1);
  }

  @Test
  void aDifferenceIsOverTheUnitsThatHaveBoth() {
    double[] a = {1, 2, Double.NaN, 4};
    double[] b = {0, Double.NaN, 3, 1};
    assertThat(Resamples.of(4, 100, 1).difference(a, b).mean().sample()).isEqualTo(2);
    assertThat(Resamples.of(4, 100, 1).difference(a, b).mean().value()).isEqualTo(2);
  }

  @Test
  void flipsThatAreDrawnAgreeWithAllFlips() {
    double[] differences = normal(14, 0.2, 6);
    double exact = SignFlip.test(differences, 0, 0).twoSided();
    double[] doubled = Arrays.copyOf(differences, 15);
    assertThat(SignFlip.test(doubled, 200_000, 3).twoSided()).isCloseTo(exact, within(0.005));
  }

  @Test
  void aMeanOfNothingIsNoNumber() {
    double[] missing = {Double.NaN, Double.NaN};
    Resamples resamples = Resamples.of(2, 10, 1);
    assertThat(resamples.meanIfAny(missing)).isEmpty();
    assertThat(resamples.differenceIfAny(missing, new double[2])).isEmpty();
    assertThatThrownBy(() -> resamples.mean(missing)).hasMessageContaining("all 2 values are missing");
    assertThatThrownBy(() -> resamples.mean(new double[3])).hasMessageContaining("wanted one for each unit");
  }
}
