package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.measure.similarity.SimilarityMatrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of every pair of authors, prompt by prompt; NaN where one of the two has no answer.
final class PairValues implements SimilarityMatrix.Sink {
  private static final long SHARE = 4;

  private final int authors;
  private final int prompts;
  private final double[][] @Nullable [] values;
  private final MeasureListener listener;
  private int told = -1;

  /// @param symmetric of each measure
  /// @param memory bytes the process may take
  PairValues(int authors, int prompts, boolean[] symmetric, long memory, MeasureListener listener) {
    long pairs = 0;
    for (boolean both : symmetric) {
      pairs += (long) authors * (authors - 1) / (both ? 2 : 1);
    }
    if (pairs * prompts > memory / SHARE / Double.BYTES) {
      throw new UserError(("%,d pairs of authors with %,d prompts take too much memory. Measure fewer prompts with"
          + " --limit N, or give more memory: RETORT_OPTS=-Xmx4g.").formatted(pairs, prompts));
    }
    this.authors = authors;
    this.prompts = prompts;
    this.values = new double[symmetric.length][authors * authors] @Nullable [];
    this.listener = listener;
  }

  @Override
  public void value(int prompt, int measure, int reference, int hypothesis, double value) {
    int pair = reference * authors + hypothesis;
    double[] row = values[measure][pair];
    if (row == null) {
      row = new double[prompts];
      Arrays.fill(row, Double.NaN);
      values[measure][pair] = row;
    }
    row[prompt] = value;
    if (prompt > told) {
      told = prompt;
      listener.done(prompt + 1L);
    }
  }

  /// The values of a pair by prompt, in either direction where the measure has none; null where no prompt is shared.
  double @Nullable [] of(int measure, int reference, int hypothesis) {
    double[] row = values[measure][reference * authors + hypothesis];
    return row != null ? row : values[measure][hypothesis * authors + reference];
  }
}
