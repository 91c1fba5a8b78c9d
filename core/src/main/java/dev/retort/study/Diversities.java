package dev.retort.study;

import dev.retort.measure.diversity.DiversityOptions;
import dev.retort.measure.diversity.DiversityProfile;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Measured;
import dev.retort.study.ProfileSheet.Line;
import dev.retort.study.ProfileSheet.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How varied each teacher's answers are among themselves.
final class Diversities {
  private static final List<Measure> SHOWN = List.of(
      new Measure("distinct_2",
          "different word pairs by all word pairs; it falls as answers get longer, whatever they say"),
      new Measure("compression_ratio", "bytes by packed bytes; high where wording repeats"),
      new Measure("self_repetition",
          "how many of an answer's phrases of four words stand in other answers too, as a logarithm"),
      new Measure("self_bleu", "mean BLEU of each answer against all others; high where they are alike"),
      new Measure("vendi_ngram", "how many different answers there are in effect, by the n-grams they share"));

  private Diversities() {}

  /// Teachers are measured side by side on all processors; what comes out does not depend on how many there are.
  static ProfileSheet of(Paired paired, long seed) {
    DiversityOptions options = DiversityOptions.usual().withMeasures(SHOWN.stream().map(Measure::name).toList())
        .withSeed(seed);
    return new ProfileSheet(SHOWN, IntStream.range(0, paired.authors().size()).parallel()
        .mapToObj(author -> line(paired, author, options)).toList());
  }

  private static Line line(Paired paired, int author, DiversityOptions options) {
    List<@Nullable Measured> values = new ArrayList<>();
    for (DiversityProfile.Entry entry : DiversityProfile.of(paired.answers(author), options).entries()) {
      values.add(switch (entry.reading()) {
        case Reading.Taken(Measured measured, String _) -> measured;
        case Reading.Bare(double value, long sample, String _) -> ProfileSheet.bare(value, sample);
        case Reading.Absent _ -> null;
      });
    }
    return new Line(paired.authors().get(author), values);
  }
}
