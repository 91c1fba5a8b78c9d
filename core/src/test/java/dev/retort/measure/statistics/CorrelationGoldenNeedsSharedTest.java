package dev.retort.measure.statistics;

import static dev.retort.measure.statistics.Golden.CLOSED_FORM;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CorrelationGoldenNeedsSharedTest {
  private final Golden section = Golden.section("correlation");

  @Test
  void everyCoefficientEqualsTheReference() {
    for (Golden item : section.each()) {
      item.at("name").text();
      double[] x = item.at("x").numbers();
      double[] y = item.at("y").numbers();
      item.at("ranks_x_average").is(Ranks.AVERAGE.of(x), CLOSED_FORM);
      item.at("ranks_x_min").is(Ranks.MIN.of(x), CLOSED_FORM);
      item.at("ranks_x_dense").is(Ranks.DENSE.of(x), CLOSED_FORM);
      item.at("pearson").is(Correlation.pearson(x, y));
      item.at("spearman").is(Correlation.spearman(x, y));
      item.at("kendall_b_auto").is(Correlation.kendallB(x, y, Kendall.P.AUTO));
      item.at("kendall_b_asymptotic").is(Correlation.kendallB(x, y, Kendall.P.ASYMPTOTIC));
      item.at("kendall_b_exact").is(Correlation.kendallB(x, y, Kendall.P.EXACT));
      item.at("kendall_c").is(Correlation.kendallC(x, y, Kendall.P.AUTO));
      item.at("somers_d").is(Correlation.somers(x, y));
      item.at("weighted_tau").is(Correlation.weightedTau(x, y));
    }
    section.requireAllSeen();
  }

  @Test
  void valuesInAnotherOrderDoNotMatch() {
    Golden item = section.each().getFirst();
    double[] sorted = Descriptive.sorted(item.at("x").numbers());
    assertThatThrownBy(() -> item.at("pearson").is(Correlation.pearson(sorted, item.at("y").numbers())))
        .isInstanceOf(AssertionError.class);
  }
}
