package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Exact p values against counts of all orders, signs or choices.
class RankTestsTest {
  private static double kendallBalance(double[] x, double[] y) {
    double balance = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        balance += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
      }
    }
    return balance;
  }

  private static double apart(double[] x) {
    return kendallBalance(x, x);
  }

  @Test
  void kendallEqualsACountOfAllPairs() {
    for (int seed = 0; seed < 20; seed++) {
      double[] x = Orders.whole(70, 8 + 20 * seed, seed);
      double[] y = Orders.whole(70, 5 + 50 * seed, 100 + seed);
      double expected = kendallBalance(x, y) / Math.sqrt(apart(x) * apart(y));
      assertThat(Correlation.kendallB(x, y, Kendall.P.AUTO).statistic()).hasValueCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void exactPOfKendallEqualsACountOfAllOrders() {
    double[] x = {1, 2, 3, 4, 5, 6};
    List<double[]> all = Orders.permutations(6);
    for (double[] y : all.subList(0, 200)) {
      double seen = Math.abs(kendallBalance(x, y));
      double p = (double) all.stream().filter(order -> Math.abs(kendallBalance(x, order)) >= seen).count() / all.size();
      assertThat(Correlation.kendallB(x, y, Kendall.P.EXACT).p()).hasValueCloseTo(p, within(1e-12));
    }
  }

  @Test
  void exactPOfWilcoxonEqualsACountOfAllSigns() {
    double[] differences = Arrays.stream(Orders.real(10, 4)).map(value -> value - 0.3).toArray();
    double[] ranks = Ranks.AVERAGE.of(Arrays.stream(differences).map(Math::abs).toArray());
    double seen = IntStream.range(0, 10).filter(i -> differences[i] > 0).mapToDouble(i -> ranks[i]).sum();
    long asHigh = IntStream.range(0, 1024)
        .filter(bits -> IntStream.range(0, 10).mapToDouble(i -> (bits >>> i & 1) * ranks[i]).sum() >= seen).count();
    Wilcoxon.Options greater = new Wilcoxon.Options(Wilcoxon.Mode.EXACT, Wilcoxon.Zeros.WILCOX, Alternative.GREATER,
        false);
    assertThat(Wilcoxon.test(differences, greater).p()).hasValueCloseTo(asHigh / 1024.0, within(1e-12));
  }

  private static double[] part(double[] values, boolean[] chosen, boolean wanted) {
    return IntStream.range(0, values.length).filter(i -> chosen[i] == wanted).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void exactPOfMannWhitneyEqualsACountOfAllChoices() {
    double[] values = Orders.real(9, 6);
    List<boolean[]> all = Orders.choices(9, 4);
    for (boolean[] chosen : all.subList(0, 60)) {
      double seen = Math.abs(u(values, chosen) - 10);
      double p = (double) all.stream().filter(each -> Math.abs(u(values, each) - 10) >= seen).count() / all.size();
      Tested tested = PairedTests.mannWhitney(part(values, chosen, true), part(values, chosen, false),
          MannWhitney.P.EXACT);
      assertThat(tested.p()).hasValueCloseTo(p, within(1e-12));
    }
  }

  private static double u(double[] values, boolean[] chosen) {
    double u = 0;
    for (double a : part(values, chosen, true)) {
      u += Arrays.stream(part(values, chosen, false)).filter(b -> a > b).count();
    }
    return u;
  }

  @Test
  void pOfKolmogorovSmirnovEqualsACountOfAllChoices() {
    double[] values = Orders.real(9, 7);
    List<boolean[]> all = Orders.choices(9, 4);
    for (boolean[] chosen : all.subList(0, 60)) {
      double seen = farthest(values, chosen);
      double p = (double) all.stream().filter(each -> farthest(values, each) >= seen - 1e-12).count() / all.size();
      Tested tested = PairedTests.kolmogorovSmirnov(part(values, chosen, true), part(values, chosen, false));
      assertThat(tested.statistic()).hasValueCloseTo(seen, within(1e-12));
      assertThat(tested.p()).hasValueCloseTo(p, within(1e-12));
    }
  }

  private static double farthest(double[] values, boolean[] chosen) {
    double[] a = part(values, chosen, true);
    double[] b = part(values, chosen, false);
    return Arrays.stream(values).map(value -> Math.abs(Arrays.stream(a).filter(each -> each <= value).count() / 4.0
        - Arrays.stream(b).filter(each -> each <= value).count() / 5.0)).max().orElseThrow();
  }

  @Test
  void aConstantOrNothingIsUndefined() {
    double[] constant = {2, 2, 2};
    double[] other = {1, 2, 3};
    assertThat(Correlation.pearson(constant, other)).isEqualTo(Tested.UNDEFINED);
    assertThat(Correlation.spearman(constant, other)).isEqualTo(Tested.UNDEFINED);
    assertThat(Correlation.kendallB(constant, other, Kendall.P.AUTO)).isEqualTo(Tested.UNDEFINED);
    assertThat(PairedTests.pairedT(constant, constant)).isEqualTo(Tested.UNDEFINED);
    assertThat(PairedTests.mannWhitney(other, new double[0], MannWhitney.P.AUTO)).isEqualTo(Tested.UNDEFINED);
    assertThat(Wilcoxon.test(new double[0], Wilcoxon.Options.DEFAULT)).isEqualTo(Tested.UNDEFINED);
    assertThat(PairedTests.signs(new double[2]).p(Alternative.TWO_SIDED)).isEmpty();
  }

  @Test
  void missingValuesAreRefusedByCorrelations() {
    assertThat(catchThrowable(
        () -> Correlation.pearson(new double[]{1, Double.NaN}, new double[]{1, 2})))
        .hasMessageContaining("none missing");
  }
}
