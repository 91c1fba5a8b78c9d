package dev.retort.study;

import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.SimilarityMatrix;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.study.SimilaritySheet.Consensus;
import dev.retort.study.SimilaritySheet.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares all pairs of authors on the prompts both answered, by ROUGE-L with stems.
final class Similarities {
  private final Paired paired;
  private final int authors;
  private final int prompts;
  /// By pair and prompt; NaN where one of the two has no answer.
  private final double[][] values;

  private Similarities(Paired paired) {
    this.paired = paired;
    this.authors = paired.authors().size();
    this.prompts = paired.prompts().size();
    this.values = new double[authors * (authors - 1) / 2][prompts];
    for (double[] pair : values) {
      Arrays.fill(pair, Double.NaN);
    }
  }

  /// Null with fewer than two authors.
  static @Nullable SimilaritySheet of(Paired paired, Resamples resamples) {
    return paired.authors().size() < 2 ? null : new Similarities(paired).sheet(resamples);
  }

  private SimilaritySheet sheet(Resamples resamples) {
    Rouge measure = Rouge.rougeL(true);
    new SimilarityMatrix(List.of(measure)).compare(paired.texts(),
        (prompt, _, a, b, value) -> values[index(a, b)][prompt] = value);
    @Nullable
    Measured[] means = new @Nullable Measured[values.length];
    for (int pair = 0; pair < values.length; pair++) {
      means[pair] = resamples.meanIfAny(values[pair]).orElse(null);
    }
    int[] order = java.util.stream.IntStream.range(0, authors).toArray();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < authors; i++) {
      for (int j = i + 1; j < authors; j++) {
        pairs.add(new Pair(i, j, means[index(order[i], order[j])]));
      }
    }
    return new SimilaritySheet(measure.name(),
        Arrays.stream(order).mapToObj(paired.authors()::get).toList(), pairs, consensus(resamples), byPrompt());
  }

  /// The place of a pair among all pairs of authors in their own order.
  private int index(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return low * (2 * authors - low - 1) / 2 + high - low - 1;
  }

  /// Pairs without a common prompt stand as far apart as can be.
  private double[][] distances(@Nullable Measured[] means) {
    double[][] distances = new double[authors][authors];
    for (int a = 0; a < authors; a++) {
      for (int b = 0; b < authors; b++) {
        Measured mean = a == b ? null : means[index(a, b)];
        distances[a][b] = a == b ? 0 : mean == null ? 1 : 1 - mean.value();
      }
    }
    return distances;
  }

  private List<Consensus> consensus(Resamples resamples) {
    List<Consensus> consensus = new ArrayList<>();
    for (int a = 0; a < authors; a++) {
      double[] mean = new double[prompts];
      for (int p = 0; p < prompts; p++) {
        double sum = 0;
        int there = 0;
        for (int b = 0; b < authors; b++) {
          double value = a == b ? Double.NaN : values[index(a, b)][p];
          sum += Double.isNaN(value) ? 0 : value;
          there += Double.isNaN(value) ? 0 : 1;
        }
        mean[p] = there == 0 ? Double.NaN : sum / there;
      }
      String author = paired.authors().get(a);
      resamples.meanIfAny(mean).ifPresent(measured -> consensus.add(new Consensus(author, measured)));
    }
    Comparator<Consensus> byValue = Comparator.comparingDouble(one -> one.mean().value());
    consensus.sort(byValue.reversed().thenComparing(Consensus::teacher));
    return consensus;
  }

  private double[] byPrompt() {
    double[] means = new double[prompts];
    for (int p = 0; p < prompts; p++) {
      double sum = 0;
      int there = 0;
      for (double[] pair : values) {
        sum += Double.isNaN(pair[p]) ? 0 : pair[p];
        there += Double.isNaN(pair[p]) ? 0 : 1;
      }
      means[p] = there == 0 ? Double.NaN : sum / there;
    }
    return means;
  }
}
