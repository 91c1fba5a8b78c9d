package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Quantile;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StyleProfileTest {
  private static final StyleOptions OPTIONS = StyleOptions.english();

  private static Map<String, StyleValue> values(List<String> texts) {
    return StyleProfile.of(texts, OPTIONS).values(Resamples.of(texts.size(), 200, 1)).stream()
        .collect(Collectors.toMap(StyleValue::name, Function.identity()));
  }

  private static Measured measured(Map<String, StyleValue> values, String name) {
    return Optional.ofNullable(values.get(name)).map(StyleValue::measured).orElseThrow();
  }

  @Test
  void everyNumberHasItsSampleAndAnIntervalAroundIt() {
    Map<String, StyleValue> values = values(List.of("Sure! **Yes**.", "Sure! *No* way at all.", "Hm."));
    assertThat(measured(values, "tag_strong").value()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(measured(values, "words_mean").value()).isCloseTo((2 + 5 + 1) / 3.0, within(1e-12));
    assertThat(measured(values, "words_median").value()).isEqualTo(2);
    assertThat(measured(values, "opening_1").value()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(values.get("opening_1")).extracting(StyleValue::note).isEqualTo("sure");
    assertThat(measured(values, "opening_2").sample()).isEqualTo(2);
    assertThat(values.values()).allSatisfy(value -> {
      Measured measured = value.measured();
      if (measured != null) {
        assertThat(measured.value()).as(value.name()).isBetween(measured.low(), measured.high());
      }
    });
  }

  @Test
  void whatNoTextHasIsAbsentAndSaysWhy() {
    Map<String, StyleValue> values = values(List.of("", "```\ncode\n```"));
    assertThat(values.get("flesch_reading_ease")).extracting(StyleValue::measured).isNull();
    assertThat(values.get("opening_1")).extracting(StyleValue::note).isEqualTo("no text has 1 words");
    assertThat(values.get("marker_words_per_million")).extracting(StyleValue::measured).isNull();
    assertThat(measured(values, "refusal_rate").value()).isZero();
  }

  @Test
  void whatWasMatchedIsShown() {
    Map<String, StyleValue> values = values(
        List.of("I cannot help.", "I cannot help!", "Fine. As an AI, I delve.", "x"));
    assertThat(measured(values, "refusal_rate").value()).isEqualTo(0.5);
    assertThat(values.get("refusal_rate")).extracting(StyleValue::note).isEqualTo("i cannot help: 2");
    assertThat(measured(values, "as_an_ai_rate").value()).isEqualTo(0.25);
    assertThat(measured(values, "marker_words_per_million").value()).isCloseTo(1e6 / 13, within(1e-6));
  }

  @Test
  void equalSeedsGiveEqualIntervals() {
    List<String> texts = List.of("one", "two three", "four five six");
    assertThat(values(texts)).isEqualTo(values(texts));
  }

  @Test
  void quantilesOfResamplesAreThoseOfTheDrawnValues() {
    Random random = new Random(3);
    double[] values = random.doubles(40).map(x -> Math.floor(x * 20)).toArray();
    Resamples resamples = Resamples.of(40, 100, 9);
    Measured slow = resamples.statistic(Quantile.LINEAR.of(values, 0.9), units -> {
      List<Double> drawn = new ArrayList<>();
      for (int unit : units) {
        drawn.add(values[unit]);
      }
      return Quantile.LINEAR.of(drawn.stream().mapToDouble(Double::doubleValue).toArray(), 0.9);
    });
    assertThat(new LengthQuantiles(values).measured(0.9, resamples)).isEqualTo(slow);
  }
}
