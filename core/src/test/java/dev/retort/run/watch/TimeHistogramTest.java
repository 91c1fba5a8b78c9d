package dev.retort.run.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.run.watch.TimeHistogram.Percentiles;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeHistogramTest {

  @Test
  void nothingCountedIsNoNumber() {
    assertThat(new TimeHistogram().percentiles()).isNull();
  }

  /// Held against sorting all values.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void percentilesAreWithinSixPercentOfTheTruthAndNeverBelow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TimeHistogram histogram = new TimeHistogram();
    long[] micros = new long[10_007];
    for (int i = 0; i < micros.length; i++) {
      micros[i] = (long) Math.exp(random.nextDouble() * 25);
      histogram.add(micros[i] * 1000);
    }
    Arrays.sort(micros);
    Percentiles found = Objects.requireNonNull(histogram.percentiles());

    near(found.p50(), micros, 50);
    near(found.p90(), micros, 90);
    near(found.p99(), micros, 99);
    assertThat(found.samples()).isEqualTo(micros.length);
  }

  private static void near(double found, long[] sorted, int percent) {
    double truth = sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1] / 1000.0;
    assertThat(found).isCloseTo(truth, Percentage.withPercentage(6.3)).isGreaterThanOrEqualTo(truth);
  }

  @Test
  void theSmallestAndTheLargestHaveAPlace() {
    TimeHistogram histogram = new TimeHistogram();
    histogram.add(-5);
    histogram.add(0);
    assertThat(Objects.requireNonNull(histogram.percentiles()).p99()).isZero();

    histogram.add(Long.MAX_VALUE);
    assertThat(Objects.requireNonNull(histogram.percentiles()).p99()).isCloseTo(Long.MAX_VALUE / 1e6, within(6e11));
  }
}
