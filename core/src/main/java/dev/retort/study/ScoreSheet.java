package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one column of scores says of the teachers.
///
/// @param column its name
/// @param step the step that wrote it
/// @param lines one a teacher, highest mean first
/// @param comparisons all pairs of teachers, on the prompts both have a score for
public record ScoreSheet(String column, String step, List<Line> lines, List<Comparison> comparisons) {

  public ScoreSheet {
    lines = List.copyOf(lines);
    comparisons = List.copyOf(comparisons);
  }

  /// @param mean over the prompts that have a score; null where none has
  /// @param without answers that have none: unscored or undecided
  public record Line(String teacher, @Nullable Measured mean, long without) {}

  /// @param column its position among those of `paired`
  static ScoreSheet of(Paired paired, int column, String step, Resamples resamples) {
    double[][] scores = paired.scores()[column];
    List<Line> lines = new ArrayList<>();
    for (int a = 0; a < paired.authors().size(); a++) {
      long scored = Arrays.stream(scores[a]).filter(score -> !Double.isNaN(score)).count();
      long answered = Arrays.stream(paired.texts()[a]).filter(text -> text != null).count();
      lines.add(new Line(paired.authors().get(a), resamples.meanIfAny(scores[a]).orElse(null), answered - scored));
    }
    Comparator<Line> byMean = Comparator.comparingDouble(line -> line.mean() == null ? -1e300 : line.mean().value());
    lines.sort(byMean.reversed());
    return new ScoreSheet(paired.columns().get(column), step, lines,
        Comparisons.of(paired.authors(), scores, resamples));
  }
}
