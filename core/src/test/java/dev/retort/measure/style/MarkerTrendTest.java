package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.statistics.Measured;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkerTrendTest {
  private static final int WORDS = 200;

  /// Texts of 24 months in which each word is a marker with a chance that grows by `growth` a year from 0.01.
  private static MarkerTrend trend(double growth, long seed) {
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    List<Optional<YearMonth>> dates = new ArrayList<>();
    for (int month = 0; month < 24; month++) {
      for (int text = 0; text < 10; text++) {
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
          words.append(random.nextDouble() < 0.01 + growth * month / 12 ? "delve " : "dig ");
        }
        texts.add(words.toString());
        dates.add(Optional.of(YearMonth.of(2022, 1).plusMonths(month)));
      }
    }
    return MarkerTrend.of(StyleProfile.of(texts, StyleOptions.english()), dates, 300, seed);
  }

  @Test
  void aPlantedSlopeIsFoundAndAFlatRateIsNot() {
    int found = 0;
    int falselyFound = 0;
    int covered = 0;
    for (int seed = 0; seed < 20; seed++) {
      Measured planted = trend(0.01, seed).slope().orElseThrow();
      covered += planted.low() <= 10_000 && planted.high() >= 10_000 ? 1 : 0;
      found += planted.low() > 0 ? 1 : 0;
      Measured flat = trend(0, seed + 100L).slope().orElseThrow();
      falselyFound += flat.low() > 0 || flat.high() < 0 ? 1 : 0;
    }
    assertThat(found).isEqualTo(20);
    assertThat(covered).isGreaterThanOrEqualTo(16);
    assertThat(falselyFound).isLessThanOrEqualTo(4);
  }

  @Test
  void monthsStandInOrderWithTheirRates() {
    StyleProfile profile = StyleProfile.of(List.of("we delve", "we dig", "we dig", "we", "so we do dig"),
        StyleOptions.english());
    MarkerTrend trend = MarkerTrend.of(profile, List.of(Optional.of(YearMonth.of(2024, 3)),
        Optional.of(YearMonth.of(2023, 3)), Optional.of(YearMonth.of(2024, 3)), Optional.empty(),
        Optional.of(YearMonth.of(2023, 9))), 100, 1);
    assertThat(trend.months()).extracting(MarkerTrend.Month::month)
        .containsExactly(YearMonth.of(2023, 3), YearMonth.of(2023, 9), YearMonth.of(2024, 3));
    assertThat(trend.months().getLast().perMillion().orElseThrow().value()).isEqualTo(250_000);
    assertThat(trend.slope().orElseThrow().sample()).isEqualTo(3);
    assertThat(trend.undated()).isEqualTo(1);
  }

  @Test
  void fewerThanThreeMonthsHaveNoSlope() {
    StyleProfile profile = StyleProfile.of(List.of("we delve"), StyleOptions.english());
    assertThat(MarkerTrend.of(profile, List.of(Optional.of(YearMonth.of(2024, 3))), 100, 1).slope()).isEmpty();
    assertThat(MarkerTrend.of(profile, List.of(Optional.empty()), 100, 1).slope()).isEmpty();
    assertThatThrownBy(() -> MarkerTrend.of(profile, List.of(), 100, 1)).hasMessageContaining("0 dates for 1 texts");
  }
}
