package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.measure.diversity.DiversityOptions.Limits;
import dev.retort.measure.diversity.DiversityProfile.Entry;
import dev.retort.measure.statistics.Measured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiversityProfileTest {
  private static final DiversityOptions OPTIONS = DiversityOptions.usual();

  /// Texts of words drawn from a vocabulary.
  static List<String> texts(int count, int vocabulary, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> texts = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      texts.add(String.join(" ", IntStream.range(0, 12 + random.nextInt(8))
          .mapToObj(i -> "w" + (int) (vocabulary * Math.pow(random.nextDouble(), 2))).toList()));
    }
    return texts;
  }

  private static Reading of(DiversityProfile profile, String name) {
    return profile.entries().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow().reading();
  }

  private static double value(Reading reading) {
    return switch (reading) {
      case Reading.Taken taken -> taken.measured().value();
      case Reading.Bare bare -> bare.value();
      case Reading.Absent(String reason) -> throw new AssertionError(reason);
    };
  }

  static List<List<String>> odd() {
    return List.of(List.of(), List.of(""), List.of("", " \n"), List.of("a"), List.of("one two three four five six"),
        List.of("a", ""), List.of("a", "b"), Collections.nCopies(3, "x y"), Collections.nCopies(12, ""),
        Collections.nCopies(12, "a"), IntStream.range(0, 12).mapToObj(i -> "\u4eca\u5929".repeat(400) + i).toList(),
        Collections.nCopies(30, "the same text here again"), List.of("\ud800", "\u0000"));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void noSetOfTextsGivesANumberThatIsNone(List<String> texts) {
    DiversityProfile profile = DiversityProfile.of(texts, OPTIONS);
    assertThat(profile.entries()).extracting(Entry::name).isEqualTo(DiversityProfile.NAMES);
    for (Entry entry : profile.entries()) {
      switch (entry.reading()) {
        case Reading.Taken(Measured measured, String note) -> {
          assertThat(List.of(measured.value(), measured.low(), measured.high())).as(entry.name())
              .allMatch(Double::isFinite);
          assertThat(measured.low()).as(entry.name()).isLessThanOrEqualTo(measured.value() + 1e-9);
          assertThat(measured.high()).as(entry.name()).isGreaterThanOrEqualTo(measured.value() - 1e-9);
          assertThat(note).contains("interval");
        }
        case Reading.Bare(double value, long sample, String note) -> {
          assertThat(value).as(entry.name()).isFinite();
          assertThat(note).contains("no interval");
          assertThat(sample).isLessThan(ProfileMeasures.FEWEST);
        }
        case Reading.Absent(String reason) -> assertThat(reason).as(entry.name()).isNotBlank();
      }
    }
  }

  @Test
  void textsWithoutWordsAreLeftOutAndCounted() {
    List<String> texts = new ArrayList<>(texts(20, 50, 1));
    DiversityProfile alone = DiversityProfile.of(texts, OPTIONS);
    texts.add("");
    texts.add(3, " \t");
    DiversityProfile profile = DiversityProfile.of(texts, OPTIONS);
    assertThat(profile.texts()).isEqualTo(22);
    assertThat(profile.withoutWords()).isEqualTo(2);
    for (String name : List.of("self_bleu", "distinct_2", "vendi_ngram", "homogenization", "perplexity_builtin")) {
      assertThat(value(of(profile, name))).as(name).isEqualTo(value(of(alone, name)));
    }
    assertThat(of(profile, "self_bleu")).isInstanceOfSatisfying(Reading.Taken.class,
        taken -> assertThat(taken.note()).contains("20 texts; 2 without words left out"));
  }

  @Test
  void moreAlikeTextsAreLessDiverseByEveryMeasure() {
    DiversityProfile varied = DiversityProfile.of(texts(60, 3000, 5), OPTIONS);
    List<String> repeated = new ArrayList<>(texts(6, 3000, 5));
    DiversityProfile same = DiversityProfile.of(IntStream.range(0, 60).mapToObj(i -> repeated.get(i % 6)).toList(),
        OPTIONS);
    for (String name : List.of("distinct_1", "distinct_4", "ngram_ratio", "vendi_ngram", "cluster_entropy",
        "perplexity_builtin")) {
      assertThat(value(of(same, name))).as(name).isLessThan(value(of(varied, name)));
    }
    for (String name : List.of("compression_ratio", "self_repetition", "self_bleu", "homogenization")) {
      assertThat(value(of(same, name))).as(name).isGreaterThan(value(of(varied, name)));
    }
    assertThat(value(of(same, "vendi_ngram"))).isBetween(1.0, 6.0);
  }

  @Test
  void aSampleIsStatedAndFollowsFromTheSeed() {
    List<String> texts = texts(300, 500, 9);
    DiversityOptions some = OPTIONS.withLimits(new Limits(200, 50, 40, 30))
        .withMeasures(List.of("distinct_1", "vendi_ngram", "homogenization"));
    DiversityProfile first = DiversityProfile.of(texts, some.withLimits(new Limits(200, 50, 60, 30)));
    assertThat(DiversityProfile.of(texts, some.withLimits(new Limits(200, 50, 60, 30)))).isEqualTo(first);
    assertThat(DiversityProfile.of(texts, some.withLimits(new Limits(200, 50, 60, 30)).withSeed(2)))
        .isNotEqualTo(first);
    assertThat(first.entries()).extracting(entry -> ((Reading.Taken) entry.reading()).note())
        .satisfiesExactly(note -> assertThat(note).startsWith("sample of 200 of 300 texts by seed 1"),
            note -> assertThat(note).startsWith("sample of 30 of 300"),
            note -> assertThat(note).startsWith("sample of 50 of 300"));
  }

  @Test
  void unknownMeasuresAreRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> OPTIONS.withMeasures(List.of("distinct"))).hasMessageContaining("no measure 'distinct'")
        .hasMessageContaining("distinct_1");
    assertThatThrownBy(() -> DiversityProfile.of(List.of("a"), List.of(new double[1], new double[1]), OPTIONS))
        .hasMessageContaining("2 embeddings of 1 texts");
  }
}
