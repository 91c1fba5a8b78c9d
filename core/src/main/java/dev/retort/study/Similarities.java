package dev.retort.study;

import dev.retort.measure.similarity.ClusterOrder;
import dev.retort.measure.similarity.Consensus;
import dev.retort.measure.similarity.Rouge;
import dev.retort.measure.similarity.SimilarityMatrix;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.study.SimilaritySheet.Nearness;
import dev.retort.study.SimilaritySheet.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares all pairs of authors on the prompts both answered, by ROUGE-L with stems.
final class Similarities {
  private final Paired paired;
  private final int authors;
  private final int prompts;
  /// By pair and prompt; NaN where one of the two has no answer.
  private final double[][] values;
  private final Consensus consensus;

  private Similarities(Paired paired) {
    this.paired = paired;
    this.authors = paired.authors().size();
    this.prompts = paired.prompts().size();
    this.consensus = new Consensus(authors, prompts);
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
        (prompt, _, a, b, value) -> {
          values[index(a, b)][prompt] = value;
          consensus.add(prompt, a, b, value, true);
        });
    @Nullable
    Measured[] means = new @Nullable Measured[values.length];
    for (int pair = 0; pair < values.length; pair++) {
      means[pair] = resamples.meanIfAny(values[pair]).orElse(null);
    }
    int[] order = ClusterOrder.of(square(means));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < authors; i++) {
      for (int j = i + 1; j < authors; j++) {
        pairs.add(new Pair(i, j, means[index(order[i], order[j])]));
      }
    }
    return new SimilaritySheet(measure.name(),
        Arrays.stream(order).mapToObj(paired.authors()::get).toList(), pairs, nearness(resamples), byPrompt());
  }

  /// The place of a pair among all pairs of authors in their own order.
  private int index(int a, int b) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    return low * (2 * authors - low - 1) / 2 + high - low - 1;
  }

  /// By author and author; NaN on the diagonal and where two have no common prompt.
  private double[][] square(@Nullable Measured[] means) {
    double[][] square = new double[authors][authors];
    for (int a = 0; a < authors; a++) {
      for (int b = 0; b < authors; b++) {
        Measured mean = a == b ? null : means[index(a, b)];
        square[a][b] = mean == null ? Double.NaN : mean.value();
      }
    }
    return square;
  }

  private List<Nearness> nearness(Resamples resamples) {
    List<Nearness> ranking = new ArrayList<>();
    for (Consensus.Place place : consensus.ranking()) {
      Measured mean = resamples.mean(consensus.byPrompt(place.author()));
      ranking.add(new Nearness(paired.authors().get(place.author()), mean));
    }
    return ranking;
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
