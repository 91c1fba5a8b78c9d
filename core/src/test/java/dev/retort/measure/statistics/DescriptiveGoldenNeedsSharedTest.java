package dev.retort.measure.statistics;

import static dev.retort.measure.statistics.Golden.CLOSED_FORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DescriptiveGoldenNeedsSharedTest {
  /// The quantile of t in scipy 1.10 is off by 6e-10; scipy 1.17 gives ours, 2.364624251592784 for 7 degrees.
  private static final double QUANTILE_OF_T = 1e-8;

  private final Golden section = Golden.section("descriptive");

  @Test
  void everyNumberEqualsTheReference() {
    for (Golden item : section.each()) {
      if (item.has("x")) {
        sample(item, item.at("x").numbers());
      } else {
        distributions(item);
      }
    }
    section.requireAllSeen();
  }

  private static void sample(Golden item, double[] x) {
    item.at("mean").is(Descriptive.average(x));
    item.at("median").is(Descriptive.median(x));
    item.at("std_ddof0").is(Descriptive.deviation(x, 0));
    item.at("std_ddof1").is(Descriptive.deviation(x, 1));
    item.at("sem").is(Descriptive.standardError(x));
    item.at("skew").is(Descriptive.skewness(x));
    item.at("kurtosis_excess").is(Descriptive.excessKurtosis(x));
    double[] percentiles = {5, 25, 75, 95};
    item.at("percentiles_5_25_75_95")
        .is(Arrays.stream(percentiles).map(each -> Quantile.LINEAR.of(x, each / 100)).toArray(), CLOSED_FORM);
    interval(item.at("t_interval_95"), x);
    // The reference takes the shares of absolute values, which ours does not take for shares.
    item.at("entropy_of_shares_nats").is(Descriptive.entropyOfShares(Arrays.stream(x).map(Math::abs).toArray()));
    assertThat(Descriptive.entropyOfShares(x).isEmpty()).isEqualTo(Arrays.stream(x).anyMatch(each -> each < 0));
    item.at("gini").is(Descriptive.gini(x));
  }

  private static void interval(Golden expected, double[] x) {
    boolean defined = !expected.isUndefined() && !Double.isNaN(expected.numbers()[0]);
    assertThat(Descriptive.interval(x, 0.95).isPresent()).isEqualTo(defined);
    Descriptive.interval(x, 0.95)
        .ifPresent(interval -> expected.is(new double[]{interval.low(), interval.high()}, QUANTILE_OF_T));
  }

  @Test
  void theQuantileOfTIsNearerToTheDistributionThanTheReference() {
    double ours = Distributions.tQuantile(0.975, 7);
    Golden item = section.each().get(2);
    double reference = (item.at("mean").number() - item.at("t_interval_95").numbers()[0]) / item.at("sem").number();
    assertThat(Distributions.tTwoSided(ours, 7)).isCloseTo(0.05, within(1e-15));
    assertThat(Math.abs(Distributions.tTwoSided(reference, 7) - 0.05)).isGreaterThan(1e-12);
  }

  private static void distributions(Golden item) {
    byName(item.at("normal"), Distributions::normalQuantile);
    byName(item.at("normal_cdf"), Distributions::normalBelow);
    byRow(item.at("t_cdf"), row -> Distributions.tBelow(row[0], row[1]));
    byRow(item.at("chi2_sf"), row -> Distributions.chiSquareAbove(row[0], row[1]));
    byRow(item.at("beta_ppf"), row -> Distributions.betaQuantile(row[0], row[1], row[2]));
    byRow(item.at("binom_sf"), row -> Distributions.binomialAbove((int) row[0], (int) row[1], row[2]));
  }

  private static void byName(Golden values, DoubleUnaryOperator function) {
    values.names().forEach(name -> values.at(name).is(function.applyAsDouble(Double.parseDouble(name))));
  }

  private static void byRow(Golden rows, ToDoubleFunction<double[]> function) {
    double[] actual = Arrays.stream(rows.table()).mapToDouble(function).toArray();
    double[] expected = Arrays.stream(rows.table()).mapToDouble(row -> row[row.length - 1]).toArray();
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(CLOSED_FORM * expected[i]));
    }
  }

  @Test
  void aSampleWithOneValueChangedDoesNotMatch() {
    Golden item = section.each().getFirst();
    double[] x = item.at("x").numbers();
    x[0] += 1e-9;
    assertThatThrownBy(() -> item.at("mean").is(Descriptive.average(x))).isInstanceOf(AssertionError.class);
  }
}
