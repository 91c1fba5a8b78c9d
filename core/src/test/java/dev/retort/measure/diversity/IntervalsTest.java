package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.measure.statistics.Measured;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Intervals against what really varies: the same measure of many sets of texts from one source.
class IntervalsTest {
  private static final int SETS = 40;

  private static Measured[] measured(String name, int vocabulary) {
    DiversityOptions options = DiversityOptions.usual().withMeasures(List.of(name));
    Measured[] all = new Measured[SETS];
    Arrays.setAll(all,
        set -> switch (DiversityProfile.of(DiversityProfileTest.texts(60, vocabulary, 500 + set), options)
            .entries().getFirst().reading()) {
          case Reading.Taken(Measured measured, String note) -> measured;
          case Reading.Bare bare -> throw new AssertionError(bare);
          case Reading.Absent absent -> throw new AssertionError(absent);
        });
    return all;
  }

  /// Wide enough, and not so wide that they say nothing.
  @ParameterizedTest
  @ValueSource(strings = {"distinct_1", "ngram_ratio", "compression_ratio", "self_bleu", "homogenization",
      "vendi_ngram", "cluster_entropy", "perplexity_builtin"})
  void intervalsAreAsWideAsValuesVary(String name) {
    Measured[] all = measured(name, 2000);
    double mean = Arrays.stream(all).mapToDouble(Measured::value).average().orElseThrow();
    double deviation = Math.sqrt(Arrays.stream(all).mapToDouble(one -> one.value() - mean).map(x -> x * x).sum()
        / (SETS - 1));
    double half = Arrays.stream(all).mapToDouble(one -> (one.high() - one.low()) / 2).average().orElseThrow();
    assertThat(half / 1.96 / deviation).isBetween(0.75, 2.5);
    assertThat(Arrays.stream(all).filter(one -> one.low() <= mean && mean <= one.high())).hasSizeBetween(34, SETS);
  }

  /// A source that differs is outside.
  @ParameterizedTest
  @ValueSource(strings = {"distinct_1", "self_bleu", "homogenization", "vendi_ngram", "perplexity_builtin"})
  void anotherSourceIsOutside(String name) {
    double other = Arrays.stream(measured(name, 200)).mapToDouble(Measured::value).average().orElseThrow();
    assertThat(measured(name, 2000)).noneMatch(one -> one.low() <= other && other <= one.high());
  }
}
