package dev.retort.measure.statistics;

import static dev.retort.measure.statistics.Golden.CLOSED_FORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BootstrapGoldenNeedsSharedTest {
  private final Golden section = Golden.section("bootstrap");

  @Test
  void intervalsAndQuantilesEqualTheReference() {
    for (Golden item : section.each()) {
      switch (item.at("name").text()) {
        case "paired_a_b" -> paired(item);
        case "exact_sign_flip_permutation" -> signFlip(item);
        default -> means(item);
      }
    }
    section.requireAllSeen();
  }

  private static void means(Golden item) {
    double[] x = item.at("x").numbers();
    int[][] units = item.at("resample_indices").wholeTable();
    assertThat(units).hasNumberOfRows(item.at("n_resamples").whole());
    double mean = Descriptive.average(x).orElseThrow();
    item.at("mean").is(mean);
    double[] drawn = Bootstrap.means(x, units);
    item.at("bootstrap_means_first_5").is(Arrays.copyOf(drawn, 5), CLOSED_FORM);
    item.at("standard_error_ddof1").is(Bootstrap.standardError(drawn));
    item.at("percentile").is(Bootstrap.percentile(drawn, 0.95));
    item.at("basic").is(Bootstrap.basic(mean, drawn, 0.95));
    item.at("BCa").is(Bootstrap.bca(mean, drawn, Bootstrap.meansWithoutOne(x), 0.95).orElseThrow());
    item.at("quantiles_numpy_linear_2.5_97.5").is(Bootstrap.percentile(drawn, 0.95));
    Golden quantiles = item.at("quantiles_by_method_2.5");
    for (String method : quantiles.names()) {
      quantiles.at(method).is(Quantile.valueOf(method.toUpperCase(Locale.ROOT)).of(drawn, 0.025));
    }
    assertThat(quantiles.names()).hasSameSizeAs(Quantile.values());
  }

  private static void paired(Golden item) {
    double[] a = item.at("a").numbers();
    double[] b = item.at("b").numbers();
    int[][] units = item.at("resample_indices").wholeTable();
    double[] differences = new double[a.length];
    Arrays.setAll(differences, i -> a[i] - b[i]);
    double[] drawn = Bootstrap.means(differences, units);
    item.at("mean_difference").is(Descriptive.average(differences));
    item.at("percentile_ci_difference").is(Bootstrap.percentile(drawn, 0.95));
    item.at("percentile_ci_ratio_of_means").is(Bootstrap.percentile(Bootstrap.ratiosOfMeans(a, b, units), 0.95));
    item.at("share_of_resamples_below_or_equal_zero").is(Bootstrap.shareAtOrBelow(0, drawn));
    item.at("share_below_zero").is(Bootstrap.shareBelow(0, drawn));
  }

  private static void signFlip(Golden item) {
    double[] differences = item.at("d").numbers();
    SignFlip.P p = SignFlip.test(differences, 0, 0);
    item.at("p_two_sided").is(p.twoSided());
    item.at("scipy_permutation_test_samples_p").is(p.twoSided());
    item.at("p_greater").is(p.greater());
    item.at("n_permutations").is(p.flips());
  }

  @Test
  void valuesInAnotherOrderDoNotMatch() {
    Golden item = section.each().getFirst();
    double[] x = item.at("x").numbers();
    double[] sorted = Descriptive.sorted(x);
    double[] drawn = Bootstrap.means(sorted, item.at("resample_indices").wholeTable());
    assertThatThrownBy(() -> item.at("percentile").is(Bootstrap.percentile(drawn, 0.95)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void theCorrectedIntervalIsUndefinedWhereAllResamplesAreOnOneSide() {
    assertThat(Bootstrap.bca(5, new double[]{1, 2, 3}, new double[]{1, 2}, 0.95)).isEmpty();
    assertThat(Bootstrap.bca(2, new double[]{1, 2, 3}, new double[]{1, 1}, 0.95)).isEmpty();
  }
}
