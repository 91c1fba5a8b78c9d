package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.Confusion.Weights;
import dev.retort.measure.statistics.Krippendorff.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final double NONE = Double.NaN;

  private static List<Integer> labels(int n, int bound, long seed) {
    return Arrays.stream(Orders.whole(n, bound, seed)).mapToObj(label -> (int) label).toList();
  }

  @Test
  void kappaOfOneLabelForAllIsUndefined() {
    List<Integer> same = Collections.nCopies(5, 1);
    for (Weights weights : Weights.values()) {
      assertThat(Agreement.cohen(same, same, weights)).isEmpty();
    }
    assertThat(Agreement.cohen(same, same, Weights.NONE, Resamples.of(5, 10, 1))).isEmpty();
    assertThat(Agreement.krippendorff(new double[][]{{1, 1}, {1, 1}}, Level.INTERVAL)).isEmpty();
    assertThat(Agreement.fleiss(new int[][]{{3, 0}, {3, 0}})).isEmpty();
    assertThat(Agreement.cohen(List.of(), List.<Integer>of(), Weights.NONE)).isEmpty();
    assertThat(Confusion.of(List.of(), List.<Integer>of()).agreement()).isEmpty();
  }

  @Test
  void raterByChanceHasAKappaNearZeroAndAnIntervalAroundIt() {
    List<Integer> a = labels(2_000, 4, 1);
    List<Integer> b = labels(2_000, 4, 2);
    Measured kappa = Agreement.cohen(a, b, Weights.NONE, Resamples.of(2_000, 500, 3)).orElseThrow();
    assertThat(kappa.value()).isCloseTo(0, within(0.05)).isBetween(kappa.low(), kappa.high());
    assertThat(kappa.high() - kappa.low()).isBetween(0.02, 0.12);
    assertThat(kappa.value()).isEqualTo(Agreement.cohen(a, b, Weights.NONE).orElseThrow());
  }

  @Test
  void krippendorffEqualsTheMeanDistancesOfPairsWhenAllRatedAll() {
    double[] a = Orders.whole(30, 5, 1);
    double[] b = Orders.whole(30, 5, 2);
    double seen = 0;
    double expected = 0;
    double[] all = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    for (int i = 0; i < 60; i++) {
      seen += i < 30 ? (a[i] - b[i]) * (a[i] - b[i]) / 30 : 0;
      for (int j = 0; j < i; j++) {
        expected += (all[i] - all[j]) * (all[i] - all[j]) / (60 * 59 / 2);
      }
    }
    assertThat(Agreement.krippendorff(new double[][]{a, b}, Level.INTERVAL).orElseThrow())
        .isCloseTo(1 - seen / expected, within(1e-12));
  }

  @Test
  void aUnitWithOneRatingSaysNothing() {
    double[][] with = {{1, 2, 3, 3, 9}, {1, 2, 3, 4, NONE}};
    double[][] without = {{1, 2, 3, 3}, {1, 2, 3, 4}};
    for (Level level : Level.values()) {
      assertThat(Agreement.krippendorff(with, level)).isEqualTo(Agreement.krippendorff(without, level));
    }
  }

  @Test
  void unequalNumbersOfRatersAreRefusedByFleiss() {
    assertThatThrownBy(() -> Agreement.fleiss(new int[][]{{1, 2}, {2, 2}})).hasMessageContaining("Krippendorff");
    assertThatThrownBy(() -> Confusion.of(List.of(1), List.of(1, 2))).hasMessageContaining("wanted both of each item");
    assertThatThrownBy(() -> Confusion.of(List.of(1), List.of(7), List.of(1, 2))).hasMessageContaining("wanted one of");
  }
}
