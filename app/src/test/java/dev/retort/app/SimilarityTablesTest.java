package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.measure.statistics.Measured;
import org.junit.jupiter.api.Test;

class SimilarityTablesTest {

  @Test
  void numbersHaveFourDigitsAndHugeOnesPowersOfTen() {
    assertThat(SimilarityTables.number(new Measured(0.41234, 0.4, 0.42, 12))).isEqualTo("0.412 (0.400 to 0.420)");
    assertThat(SimilarityTables.number(new Measured(23606.7, 19767, 28178, 12)))
        .isEqualTo("23,607 (19,767 to 28,178)");
    assertThat(SimilarityTables.number(new Measured(3.15e70, 1e60, 2e80, 12)))
        .isEqualTo("3.150e+70 (1.000e+60 to 2.000e+80)");
    assertThat(SimilarityTables.number(new Measured(3.15e7, 1e7, 2e10, 12)))
        .isEqualTo("3.150e+07 (1.000e+07 to 2.000e+10)");
    assertThat(SimilarityTables.number(new Measured(0.5, Double.NaN, Double.NaN, 1))).isEqualTo("0.500");
    assertThat(SimilarityTables.decimal(2e12)).isEqualTo("2.000e+12");
  }
}
