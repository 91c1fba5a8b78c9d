package dev.retort.measure.similarity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How alike each author is to the others who answered the same prompts: who stands near the middle.
///
/// A prompt's value of an author is the mean over all others who answered it; the author's is the mean over prompts, so a
/// prompt counts as much whether two or twenty answered. Of a directional measure the author's text is the hypothesis.
///
/// Memory: authors x prompts.
public final class Consensus {
  private final double[][] sums;
  private final int[][] others;

  public Consensus(int authors, int prompts) {
    this.sums = new double[authors][prompts];
    this.others = new int[authors][prompts];
  }

  /// One author's similarity to the others.
  ///
  /// @param prompts how many prompts it is the mean of, at least one
  public record Place(int author, double mean, int prompts) {}

  /// Takes in one value of a measure.
  /// @param symmetric whether the value is that of the other direction, too
  public void add(int prompt, int reference, int hypothesis, double value, boolean symmetric) {
    sums[hypothesis][prompt] += value;
    others[hypothesis][prompt]++;
    if (symmetric) {
      sums[reference][prompt] += value;
      others[reference][prompt]++;
    }
  }

  /// The author's value of each prompt, NaN where there is none to compare with.
  public double[] byPrompt(int author) {
    double[] values = new double[sums[author].length];
    for (int prompt = 0; prompt < values.length; prompt++) {
      int count = others[author][prompt];
      values[prompt] = count == 0 ? Double.NaN : sums[author][prompt] / count;
    }
    return values;
  }

  /// The authors from the one most like the others to the one least so; an author with no value is not among them.
  ///
  /// Where means are equal, the lower number comes first.
  public List<Place> ranking() {
    return IntStream.range(0, sums.length).mapToObj(this::place).filter(one -> one.prompts > 0)
        .sorted(Comparator.comparingDouble(Place::mean).reversed().thenComparingInt(Place::author)).toList();
  }

  private Place place(int author) {
    double[] values = Arrays.stream(byPrompt(author)).filter(value -> !Double.isNaN(value)).toArray();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return new Place(author, values.length == 0 ? 0 : sum / values.length, values.length);
  }
}
