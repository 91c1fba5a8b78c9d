package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.statistics.Proportions.Way;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProportionsGoldenNeedsSharedTest {
  private static final Map<String, Way> WAYS = Map.of("normal", Way.NORMAL, "agresti_coull", Way.AGRESTI_COULL, "beta",
      Way.CLOPPER_PEARSON, "wilson", Way.WILSON, "jeffreys", Way.JEFFREYS);

  private final Golden section = Golden.section("proportions");

  @Test
  void intervalsAndTestsEqualTheReference() {
    for (Golden item : section.at("confint").each()) {
      int hits = item.at("k").whole();
      int trials = item.at("n").whole();
      double alpha = item.at("alpha").number();
      WAYS.forEach((name, way) -> item.at(name).is(Proportions.interval(hits, trials, alpha, way)));
    }
    section.at("mcnemar").each().forEach(ProportionsGoldenNeedsSharedTest::mcNemar);
    section.at("binom_test").each().forEach(ProportionsGoldenNeedsSharedTest::binomial);
    section.at("two_proportions").each().forEach(ProportionsGoldenNeedsSharedTest::two);
    for (Golden item : section.at("pass_at_k").each()) {
      int k = item.at("k").whole();
      int n = item.at("n").whole();
      double[] passed = Arrays.stream(item.at("c").numbers())
          .map(correct -> Proportions.passAt(k, n, (int) correct).orElseThrow()).toArray();
      item.at("pass_at_k").is(passed, Golden.CLOSED_FORM);
    }
    section.requireAllSeen();
  }

  private static void mcNemar(Golden item) {
    int[][] table = item.at("table").wholeTable();
    is(item.at("exact"), Proportions.mcNemarExact(table[0][1], table[1][0]));
    if (table[0][1] + table[1][0] > 0) {
      is(item.at("corrected"), Proportions.mcNemar(table[0][1], table[1][0], true));
      is(item.at("plain"), Proportions.mcNemar(table[0][1], table[1][0], false));
    } else {
      // statsmodels divides by zero and reports (|0 - 0| - 1)^2 / 0 with p = 0: the reference is wrong.
      assertThat(item.at("corrected").texts()).containsExactly("inf", "0.0");
      assertThat(Proportions.mcNemar(0, 0, true)).isEqualTo(Tested.UNDEFINED);
      assertThat(item.at("plain").texts()).containsExactly("nan", "nan");
      assertThat(Proportions.mcNemar(0, 0, false)).isEqualTo(Tested.UNDEFINED);
    }
  }

  private static void is(Golden pair, Tested tested) {
    pair.is(new double[]{tested.statistic().orElseThrow(), tested.p().orElseThrow()}, Golden.CLOSED_FORM);
  }

  private static void binomial(Golden item) {
    int hits = item.at("k").whole();
    int trials = item.at("n").whole();
    double p = item.at("p0").number();
    item.at("two-sided").is(Proportions.binomialTest(hits, trials, p, Alternative.TWO_SIDED));
    item.at("greater").is(Proportions.binomialTest(hits, trials, p, Alternative.GREATER));
    item.at("less").is(Proportions.binomialTest(hits, trials, p, Alternative.LESS));
  }

  private static void two(Golden item) {
    double[] hits = item.at("k").numbers();
    double[] trials = item.at("n").numbers();
    int k1 = (int) hits[0];
    int k2 = (int) hits[1];
    int n1 = (int) trials[0];
    int n2 = (int) trials[1];
    item.at("z").is(Proportions.z(k1, n1, k2, n2).statistic());
    item.at("p").is(Proportions.z(k1, n1, k2, n2).p());
    item.at("fisher_two_sided").is(Proportions.fisher(k1, n1, k2, n2));
    is(item.at("chi2_corrected"), Proportions.chiSquareCorrected(k1, n1, k2, n2));
  }

  @Test
  void exchangedGroupsDoNotMatch() {
    Golden item = section.at("two_proportions").each().getFirst();
    assertThatThrownBy(() -> item.at("z").is(Proportions.z(45, 100, 30, 100).statistic()))
        .isInstanceOf(AssertionError.class);
  }
}
