package dev.retort.recipe;

import dev.retort.step.Default;
import dev.retort.step.Inline;
import java.util.List;

/// Files of judgements that hold two answers to one prompt against each other.
///
/// @param path files or globs; relative ones start from the recipe's folder
/// @param columns where in a row things stand
/// @param scale what a value means
public record PreferenceFiles(List<String> path, @Inline Columns columns, @Inline Scale scale) {

  public PreferenceFiles {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("path found no file, wanted one or more.");
    }
  }

  /// Files laid out as AlpacaEval's are.
  public static PreferenceFiles of(List<String> path) {
    return new PreferenceFiles(path, Columns.ALPACA_EVAL, Scale.ALPACA_EVAL);
  }

  /// The same layout, in other files.
  public PreferenceFiles in(List<String> files) {
    return new PreferenceFiles(files, columns, scale);
  }

  /// @param a column of the model that stands first: the baseline
  /// @param b column of the model that stands second: the one that is judged
  /// @param prompt column of what both were asked
  /// @param value column of the judgement
  /// @param annotator column of who judged; a row without it counts as the file's folder
  public record Columns(@Default("generator_1") String a, @Default("generator_2") String b,
      @Default("instruction") String prompt, @Default("preference") String value,
      @Default("annotator") String annotator) {
    public static final Columns ALPACA_EVAL = new Columns("generator_1", "generator_2", "instruction", "preference",
        "annotator");
  }

  /// @param range the value at which `a` is surely better, and the one at which `b` is
  /// @param tie values that stand for a tie
  public record Scale(@Default("[1, 2]") List<Double> range, @Default("[0, 1.5]") List<Double> tie) {
    public static final Scale ALPACA_EVAL = new Scale(List.of(1.0, 2.0), List.of(0.0, 1.5));

    public Scale {
      range = List.copyOf(range);
      tie = List.copyOf(tie);
      if (range.size() != 2 || !(Double.isFinite(range.get(0)) && Double.isFinite(range.get(1)))
          || range.get(0).equals(range.get(1))) {
        throw new IllegalArgumentException("range found %s, wanted two different numbers.".formatted(range));
      }
    }

    /// Whether a value is one of those that say neither is better.
    public boolean ties(double value) {
      return tie.stream().anyMatch(one -> one == value);
    }

    /// From 0, `a` is surely better, to 1, `b` is; ties are one half; below 0 or above 1 for what the scale has not.
    public double share(double value) {
      return ties(value) ? 0.5 : (value - range.get(0)) / (range.get(1) - range.get(0)) + 0.0; // no -0
    }
  }
}
