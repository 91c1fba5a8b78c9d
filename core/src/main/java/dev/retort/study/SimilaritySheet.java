package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How alike teachers' answers to the same prompts are, all pairs.
///
/// @param measure its name, such as `rougeL`
/// @param teachers in an order that puts alike ones side by side
/// @param pairs every two teachers once
/// @param consensus how alike each teacher is to the others on average; most alike first
/// @param byPrompt mean over all pairs, by prompt; NaN where fewer than two answered
@SuppressWarnings("ArrayRecordComponent")
public record SimilaritySheet(String measure, List<String> teachers, List<Pair> pairs, List<Nearness> consensus,
    double[] byPrompt) {

  public SimilaritySheet {
    teachers = List.copyOf(teachers);
    pairs = List.copyOf(pairs);
    consensus = List.copyOf(consensus);
  }

  /// @param a position among the teachers; below `b`
  /// @param mean over the prompts both answered; null where there is none
  public record Pair(int a, int b, @Nullable Measured mean) {}

  public record Nearness(String teacher, Measured mean) {}

  /// A pair's mean; null on the diagonal and where no prompt was answered by both.
  public @Nullable Measured between(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return a == b ? null : pairs.get(low * (2 * teachers.size() - low - 1) / 2 + high - low - 1).mean();
  }
}
