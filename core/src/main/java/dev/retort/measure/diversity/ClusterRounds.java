package dev.retort.measure.diversity;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Means over rounds of clustering: `C`, `S`, `D` and `D / K`, each with its error.
///
/// `D` is the mean of each round's `C / S`, which is not the mean of `C` by the mean of `S`. The error of a mean is the
/// standard deviation over rounds (by n - 1) by the root of their number; the interval is the mean and 1.96 errors to
/// either side. It says how far the mean may be off for these texts, this model and these criteria, and nothing of
/// other texts.
///
/// @param clusters `C`
/// @param size `S`
/// @param diversity `D`
/// @param normalised `D / K`
public record ClusterRounds(Mean clusters, Mean size, Mean diversity, Mean normalised) {
  /// The 97.5 % point of the normal distribution.
  private static final double Z = 1.959963984540054;

  /// A mean over rounds.
  /// @param error its standard error; null for a single round, of which nothing can be told
  public record Mean(double value, @Nullable Double error) {

    public @Nullable Double low() {
      return error == null ? null : Double.valueOf(value - Z * error);
    }

    public @Nullable Double high() {
      return error == null ? null : Double.valueOf(value + Z * error);
    }

    /// How wide the 95 % interval is; infinite where there is none.
    public double width() {
      return error == null ? Double.POSITIVE_INFINITY : 2 * Z * error;
    }
  }

  /// The means over some rounds; null where there is none.
  /// @param texts `K`, the texts of a round
  public static @Nullable ClusterRounds of(List<ClusterScore> rounds, int texts) {
    return rounds.isEmpty()
        ? null
        : new ClusterRounds(mean(rounds, ClusterScore::clusters), mean(rounds, ClusterScore::size),
            mean(rounds, ClusterScore::diversity), mean(rounds, round -> round.diversity() / texts));
  }

  private static Mean mean(List<ClusterScore> rounds, ToDoubleFunction<ClusterScore> value) {
    int n = rounds.size();
    double sum = 0;
    for (ClusterScore round : rounds) {
      sum += value.applyAsDouble(round);
    }
    double mean = sum / n;
    if (n == 1) {
      return new Mean(mean, null);
    }
    double squares = 0;
    for (ClusterScore round : rounds) {
      double off = value.applyAsDouble(round) - mean;
      squares += off * off;
    }
    return new Mean(mean, Math.sqrt(squares / (n - 1) / n));
  }
}
