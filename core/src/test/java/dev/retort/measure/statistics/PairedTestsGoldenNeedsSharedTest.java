package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PairedTestsGoldenNeedsSharedTest {
  private static final Map<String, Wilcoxon.Mode> MODES = Map.of("auto", Wilcoxon.Mode.AUTO, "exact",
      Wilcoxon.Mode.EXACT, "approx", Wilcoxon.Mode.NORMAL);
  private static final Map<String, Wilcoxon.Zeros> ZEROS = Map.of("wilcox", Wilcoxon.Zeros.WILCOX, "pratt",
      Wilcoxon.Zeros.PRATT, "zsplit", Wilcoxon.Zeros.SPLIT);
  private static final Map<String, Alternative> ALTERNATIVES = Map.of("two-sided", Alternative.TWO_SIDED, "greater",
      Alternative.GREATER, "less", Alternative.LESS);

  private final Golden section = Golden.section("paired_tests");

  @Test
  void everyTestEqualsTheReference() {
    for (Golden item : section.each()) {
      item.at("name").text();
      double[] a = item.at("a").numbers();
      double[] b = item.at("b").numbers();
      double[] differences = item.at("difference_rounded_10").numbers();
      item.names().stream().filter(name -> name.startsWith("wilcoxon/"))
          .forEach(name -> item.at(name).is(Wilcoxon.test(differences, options(name))));
      signs(item.at("sign_test"), PairedTests.signs(differences));
      item.at("t_paired").is(PairedTests.pairedT(a, b));
      item.at("t_welch").is(PairedTests.welchT(a, b));
      item.at("t_student").is(PairedTests.studentT(a, b));
      item.at("mann_whitney_exact").is(PairedTests.mannWhitney(a, b, MannWhitney.P.EXACT));
      item.at("mann_whitney_asymptotic").is(PairedTests.mannWhitney(a, b, MannWhitney.P.ASYMPTOTIC));
      item.at("ks_2samp").is(PairedTests.kolmogorovSmirnov(a, b));
    }
    section.requireAllSeen();
  }

  private static Wilcoxon.Options options(String name) {
    List<String> parts = List.of(name.split("/", -1));
    return new Wilcoxon.Options(known(MODES, parts.get(1)), known(ZEROS, parts.get(2)),
        known(ALTERNATIVES, parts.get(3)), parts.contains("continuity"));
  }

  private static <T> T known(Map<String, T> names, String name) {
    return Objects.requireNonNull(names.get(name), name);
  }

  private static void signs(Golden expected, PairedTests.Signs signs) {
    expected.at("positive").is(signs.positive());
    expected.at("negative").is(signs.negative());
    expected.at("zero").is(signs.zero());
    ALTERNATIVES.forEach((name, alternative) -> {
      assertThat(signs.p(alternative).isPresent()).isEqualTo(expected.has(name));
      signs.p(alternative).ifPresent(p -> expected.at(name).is(p));
    });
  }

  @Test
  void pairsThatAreMixedUpDoNotMatch() {
    Golden item = section.each().getFirst();
    double[] sorted = Descriptive.sorted(item.at("a").numbers());
    assertThatThrownBy(() -> item.at("t_paired").is(PairedTests.pairedT(sorted, item.at("b").numbers())))
        .isInstanceOf(AssertionError.class);
  }
}
