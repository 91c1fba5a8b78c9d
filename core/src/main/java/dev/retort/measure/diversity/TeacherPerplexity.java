package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.Arrays;

/// Perplexity of texts taken together, from the log-probabilities a teacher told: exp(-sum/tokens).
///
/// The interval is of a bootstrap over texts, the model held fixed.
public final class TeacherPerplexity {
  private static final int FEWEST = 10;
  private final double[] sums;
  private final long[] tokens;

  private TeacherPerplexity(double[] sums, long[] tokens) {
    this.sums = sums;
    this.tokens = tokens;
  }

  /// @param sums of the natural logarithms of each text's tokens, none above 0
  /// @param tokens of each text, 1 or more
  /// @param without texts of which nothing is told
  public static Reading of(double[] sums, long[] tokens, int without, DiversityOptions options) {
    if (sums.length == 0) {
      return new Reading.Absent("no text has log-probabilities");
    }
    int n = sums.length;
    TeacherPerplexity told = new TeacherPerplexity(sums, tokens);
    int[] all = new int[n];
    Arrays.setAll(all, text -> text);
    double nats = told.pooled(all);
    String said = "%d texts of %d tokens%s".formatted(n, Arrays.stream(tokens).sum(),
        without == 0 ? "" : "; " + without + " without log-probabilities left out");
    if (n < FEWEST) {
      return reading(nats, new Reading.Bare(Math.exp(nats), n, said + "; no interval for fewer than 10 texts"));
    }
    Measured drawn = Resamples.of(n, options.resamples(), options.seed()).statistic(nats, told::pooled);
    return reading(drawn.high(), new Reading.Taken(
        new Measured(Math.exp(nats), Math.exp(drawn.low()), Math.exp(drawn.high()), n),
        said + "; interval: bootstrap over texts, model held fixed"));
  }

  private static Reading reading(double nats, Reading reading) {
    return NgramModel.finite(Math.exp(nats)) instanceof Score.Absent(String reason)
        ? new Reading.Absent(reason)
        : reading;
  }

  /// Nats a token, of the texts together.
  private double pooled(int[] texts) {
    double sum = 0;
    double count = 0;
    for (int text : texts) {
      sum += sums[text];
      count += tokens[text];
    }
    return -sum / count;
  }
}
