package dev.retort.measure.statistics;

import static dev.retort.measure.statistics.Golden.CLOSED_FORM;
import static dev.retort.measure.statistics.MultipleTesting.BONFERRONI;
import static dev.retort.measure.statistics.MultipleTesting.FDR_BENJAMINI_HOCHBERG;
import static dev.retort.measure.statistics.MultipleTesting.FDR_BENJAMINI_YEKUTIELI;
import static dev.retort.measure.statistics.MultipleTesting.FDR_TWO_STAGE_BENJAMINI_HOCHBERG;
import static dev.retort.measure.statistics.MultipleTesting.FDR_TWO_STAGE_BENJAMINI_KRIEGER_YEKUTIELI;
import static dev.retort.measure.statistics.MultipleTesting.HOLM;
import static dev.retort.measure.statistics.MultipleTesting.HOLM_SIDAK;
import static dev.retort.measure.statistics.MultipleTesting.HOMMEL;
import static dev.retort.measure.statistics.MultipleTesting.SIDAK;
import static dev.retort.measure.statistics.MultipleTesting.SIMES_HOCHBERG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.statistics.MultipleTesting.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultipleTestingGoldenNeedsSharedTest {
  private static final Map<String, MultipleTesting> NAMES = Map.of("bonferroni", BONFERRONI, "sidak", SIDAK,
      "holm-sidak", HOLM_SIDAK, "holm", HOLM, "simes-hochberg", SIMES_HOCHBERG, "hommel", HOMMEL, "fdr_bh",
      FDR_BENJAMINI_HOCHBERG, "fdr_by", FDR_BENJAMINI_YEKUTIELI, "fdr_tsbh", FDR_TWO_STAGE_BENJAMINI_HOCHBERG,
      "fdr_tsbky", FDR_TWO_STAGE_BENJAMINI_KRIEGER_YEKUTIELI);

  private final Golden section = Golden.section("multiple_testing");

  @Test
  void eachMethodEqualsTheReference() {
    assertThat(NAMES).hasSize(MultipleTesting.values().length);
    for (Golden item : section.each()) {
      double[] p = item.at("p").numbers();
      double alpha = item.at("alpha").number();
      NAMES.forEach((name, method) -> {
        List<Decision> decisions = method.decide(p, alpha);
        item.at(name).at("adjusted").is(decisions.stream().mapToDouble(Decision::p).toArray(), CLOSED_FORM);
        assertThat(decisions.stream().map(decision -> String.valueOf(decision.reject())))
            .as(name + " of " + p.length).isEqualTo(item.at(name).at("reject").texts());
      });
    }
    section.requireAllSeen();
  }

  @Test
  void anotherMethodDoesNotMatch() {
    Golden item = section.each().get(1);
    double[] p = item.at("p").numbers();
    assertThatThrownBy(() -> item.at("holm").at("adjusted").is(BONFERRONI.adjust(p), CLOSED_FORM))
        .isInstanceOf(AssertionError.class);
  }
}
