package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.MultipleTesting.Decision;
import dev.retort.measure.statistics.Proportions.Way;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorrectionsAndSharesTest {
  @Test
  void theCorrectionKeepsFalseFindingsUnderAlphaWhereNoneIsTrue() {
    SplittableRandom random = new SplittableRandom(1);
    int plain = 0;
    int corrected = 0;
    for (int study = 0; study < 2_000; study++) {
      double[] p = random.doubles(20).toArray();
      plain += Arrays.stream(p).anyMatch(each -> each <= 0.05) ? 1 : 0;
      corrected += MultipleTesting.HOLM.decide(p, 0.05).stream().anyMatch(Decision::reject) ? 1 : 0;
    }
    assertThat(plain).isGreaterThan(1_000);
    assertThat(corrected).isBetween(60, 140);
  }

  @Test
  void noMethodMakesAPSmallerThanItWasAndAllKeepTheOrder() {
    double[] p = Orders.real(30, 5);
    for (MultipleTesting method : MultipleTesting.values()) {
      double[] adjusted = method.adjust(p);
      assertThat(adjusted).hasSize(30);
      for (int i = 0; i < 30; i++) {
        boolean twoStage = method.name().startsWith("FDR_TWO");
        assertThat(adjusted[i]).isBetween(twoStage ? 0 : p[i] * (1 - 1e-12), 1.0);
        for (int j = 0; j < 30; j++) {
          assertThat(p[i] < p[j] && adjusted[i] > adjusted[j]).isFalse();
        }
      }
    }
    assertThat(MultipleTesting.HOLM.decide(new double[0], 0.05)).isEmpty();
    assertThatThrownBy(() -> MultipleTesting.HOLM.adjust(new double[]{0.1, Double.NaN})).hasMessageContaining("at 1");
  }

  @Test
  void wilsonCoversMostOftenAboutAsItSaysAndClopperPearsonNeverLess() {
    for (double share : new double[]{0.02, 0.1, 0.37, 0.5}) {
      double wilson = 0;
      double exact = 0;
      for (int hits = 0; hits <= 40; hits++) {
        double chance = Distributions.binomial(hits, 40, share);
        wilson += covers(hits, share, Way.WILSON) ? chance : 0;
        exact += covers(hits, share, Way.CLOPPER_PEARSON) ? chance : 0;
      }
      assertThat(wilson).isBetween(0.91, 0.99);
      assertThat(exact).isGreaterThanOrEqualTo(0.95);
    }
  }

  private static boolean covers(int hits, double share, Way way) {
    Interval interval = Proportions.interval(hits, 40, 0.05, way);
    return interval.low() <= share && share <= interval.high();
  }

  @Test
  void passAtEqualsACountOfAllChoices() {
    long failed = Orders.choices(9, 4).stream().filter(chosen -> !chosen[0] && !chosen[1] && !chosen[2]).count();
    double expected = 1 - (double) failed / Orders.choices(9, 4).size();
    assertThat(Proportions.passAt(4, 9, 3).orElseThrow()).isCloseTo(expected, within(1e-12));
    assertThat(Proportions.passAt(5, 4, 2)).isEmpty();
  }

  @Test
  void aShareOfNothingIsRefused() {
    assertThatThrownBy(() -> Proportions.share(0, 0)).hasMessageContaining("wanted one trial");
    assertThatThrownBy(() -> Proportions.share(3, 2)).hasMessageContaining("no more hits than trials");
    assertThat(Proportions.share(0, 5).low()).isZero();
    assertThat(Proportions.share(5, 5).high()).isEqualTo(1);
  }

  @Test
  void rocEqualsACountOfAllPairs() {
    int[] truth = Arrays.stream(Orders.whole(60, 2, 3)).mapToInt(each -> (int) each).toArray();
    double[] score = Orders.whole(60, 7, 4);
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        boolean pair = truth[i] == 1 && truth[j] == 0;
        pairs += pair ? 1 : 0;
        won += pair ? (1 + Math.signum(score[i] - score[j])) / 2 : 0;
      }
    }
    assertThat(Classification.rocAuc(truth, score)).hasValueCloseTo(won / pairs, within(1e-12));
    assertThat(Classification.rocAuc(new int[]{1, 1}, new double[]{0, 1})).isEmpty();
    assertThat(Classification.of(new int[]{0, 0}, new int[]{0, 0}, 2).precision(1)).isEmpty();
  }

  @Test
  void quantilesOfAFewValuesAreThoseByHand() {
    double[] values = {4, 1, 3, 2};
    assertThat(Quantile.LINEAR.of(values, 0.5)).isEqualTo(2.5);
    assertThat(Quantile.LOWER.of(values, 0.5)).isEqualTo(2);
    assertThat(Quantile.INVERTED_CDF.of(values, 0.25)).isEqualTo(1);
    assertThat(Collections.max(Arrays.stream(Quantile.values()).map(way -> way.of(values, 1)).toList())).isEqualTo(4);
    assertThatThrownBy(() -> Quantile.LINEAR.of(new double[0], 0.5)).hasMessageContaining("one value at least");
  }

  @Test
  void whatASampleDoesNotDefineIsEmpty() {
    assertThat(Descriptive.average(new double[]{Double.NaN})).isEmpty();
    assertThat(Descriptive.deviation(new double[]{3}, 1)).isEmpty();
    assertThat(Descriptive.skewness(new double[]{3, 3})).isEmpty();
    assertThat(Descriptive.gini(new double[2])).isEmpty();
    assertThat(Descriptive.entropyOfShares(new double[2])).isEmpty();
    assertThat(Descriptive.interval(new double[]{3, 3, 3}, 0.95)).isEmpty();
  }

  @Test
  void missingValuesAreLeftOutOrRefusedButNeverCounted() {
    double[] with = {3, Double.NaN, 1, 7};
    double[] without = {3, 1, 7};
    double[] other = {2, 2, 5};
    assertThat(Descriptive.deviation(with, 1)).isEqualTo(Descriptive.deviation(without, 1));
    assertThat(Descriptive.standardError(with)).isEqualTo(Descriptive.standardError(without));
    assertThat(Descriptive.skewness(with)).isEqualTo(Descriptive.skewness(without));
    assertThat(Descriptive.interval(with, 0.9)).isEqualTo(Descriptive.interval(without, 0.9));
    assertThat(Descriptive.gini(with)).isEqualTo(Descriptive.gini(without));
    assertThat(PairedTests.welchT(with, other)).isEqualTo(PairedTests.welchT(without, other));
    assertThat(PairedTests.studentT(with, other)).isEqualTo(PairedTests.studentT(without, other));
    assertThat(PairedTests.signs(with)).isEqualTo(PairedTests.signs(without));
    assertThat(Wilcoxon.test(with, Wilcoxon.Options.DEFAULT))
        .isEqualTo(Wilcoxon.test(without, Wilcoxon.Options.DEFAULT));
    assertThatThrownBy(() -> Quantile.LINEAR.of(with, 0.5)).hasMessageContaining("none missing");
    assertThatThrownBy(() -> Classification.rocAuc(new int[]{1, 0, 1, 0}, with)).hasMessageContaining("unscored");
  }
}
