package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContrastTest {

  private static Measured mean(double[] values, long seed) {
    return Resamples.of(values.length, 400, seed).mean(values);
  }

  private static double[] normal(SplittableRandom random, double mean) {
    return random.doubles(60).map(_ -> mean + random.nextGaussian()).toArray();
  }

  /// In how many of 400 draws two samples of so different means are told apart.
  private static double toldApart(double shift) {
    SplittableRandom random = new SplittableRandom(11);
    int apart = 0;
    for (int i = 0; i < 400; i++) {
      Contrast contrast = Contrast.of(mean(normal(random, 0), i), mean(normal(random, shift), -i)).orElseThrow();
      apart += contrast.p() < 0.05 ? 1 : 0;
      assertThat(contrast.low() > 0 || contrast.high() < 0).isEqualTo(contrast.p() < 0.05);
    }
    return apart / 400.0;
  }

  @Test
  void equalMeansAreRarelyToldApartAndOthersMostly() {
    assertThat(toldApart(0)).isBetween(0.02, 0.09);
    assertThat(toldApart(1)).isGreaterThan(0.99);
  }

  @Test
  void theStandardErrorsAddAsSquares() {
    // Standard errors 3 and 4, so 5 together; a difference of 10 is two of them.
    Contrast contrast = Contrast.of(around(20, 3), around(10, 4)).orElseThrow();
    assertThat(contrast.difference()).isEqualTo(10);
    assertThat(contrast.p()).isCloseTo(0.04550026389635842, within(1e-12));
    assertThat(contrast.low()).isCloseTo(10 - 5 * 1.959963984540054, within(1e-9));
  }

  private static Measured around(double value, double error) {
    return new Measured(value, value - 1.959963984540054 * error, value + 1.959963984540054 * error, 50);
  }

  @Test
  void numbersWithoutSpreadAreNotCompared() {
    assertThat(Contrast.of(new Measured(1, 1, 1, 9), new Measured(2, 2, 2, 9))).isEmpty();
    assertThat(Contrast.of(new Measured(1, 0, 2, 9), new Measured(Double.NaN, Double.NaN, Double.NaN, 0))).isEmpty();
  }
}
