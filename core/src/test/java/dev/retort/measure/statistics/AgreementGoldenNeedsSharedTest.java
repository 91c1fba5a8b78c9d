package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.statistics.Confusion.Weights;
import dev.retort.measure.statistics.Krippendorff.Level;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AgreementGoldenNeedsSharedTest {
  private final Golden section = Golden.section("agreement");

  @Test
  void everyCoefficientEqualsTheReference() {
    section.at("cohen").each().forEach(AgreementGoldenNeedsSharedTest::cohen);
    section.at("krippendorff").each().forEach(AgreementGoldenNeedsSharedTest::krippendorff);
    for (Golden item : section.at("fleiss").each()) {
      int[][] table = item.at("table_units_by_category_counts").wholeTable();
      item.at("fleiss").is(Agreement.fleiss(table));
      item.at("randolph").is(Agreement.randolph(table));
    }
    section.requireAllSeen();
  }

  private static void cohen(Golden item) {
    item.at("name").text();
    List<String> a = item.at("a").texts();
    List<String> b = item.at("b").texts();
    Confusion confusion = Confusion.of(a, b);
    item.at("agreement").is(confusion.agreement());
    item.at("kappa_None").is(Agreement.cohen(a, b, Weights.NONE));
    item.at("kappa_linear").is(Agreement.cohen(a, b, Weights.LINEAR));
    item.at("kappa_quadratic").is(Agreement.cohen(a, b, Weights.QUADRATIC));
    List<String> scale = List.of("1", "2", "3", "4", "5");
    if (item.has("kappa_quadratic_labels_1_to_5")) {
      boolean fits = scale.containsAll(a) && scale.containsAll(b);
      Golden onScale = item.at("kappa_quadratic_labels_1_to_5");
      assertThat(!fits && !onScale.isUndefined()).isFalse();
      if (fits) {
        onScale.is(Confusion.of(a, b, scale).kappa(Weights.QUADRATIC));
      }
    }
    if (item.has("mcc")) {
      item.at("mcc").is(confusion.matthews());
    }
  }

  private static void krippendorff(Golden item) {
    item.at("name").text();
    double[][] ratings = item.at("raters_by_units").table();
    for (Level level : Level.values()) {
      item.at(level.name().toLowerCase(Locale.ROOT)).is(Agreement.krippendorff(ratings, level));
    }
  }

  @Test
  void ratingsInAnotherOrderDoNotMatch() {
    Golden item = section.at("cohen").each().getFirst();
    List<String> reversed = item.at("a").texts().reversed();
    assertThatThrownBy(() -> item.at("kappa_None").is(Agreement.cohen(reversed, item.at("b").texts(), Weights.NONE)))
        .isInstanceOf(AssertionError.class);
  }
}
