package dev.retort.measure.diversity;

import dev.retort.measure.statistics.Descriptive;
import dev.retort.measure.statistics.Interval;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Means over rounds of clustering: `C`, `S`, `D` and `D / K`, each with its error.
///
/// `D` is the mean of each round's `C / S`, which is not the mean of `C` by the mean of `S`. The error of a mean is the
/// standard deviation over rounds (by n - 1) by the root of their number; the interval is that of Student's t with n - 1
/// degrees of freedom. It says how far the mean may be off for these texts, this model and these criteria, and nothing of
/// other texts.
///
/// @param clusters `C`
/// @param size `S`
/// @param diversity `D`
/// @param normalised `D / K`
public record ClusterRounds(Mean clusters, Mean size, Mean diversity, Mean normalised) {
  private static final double SHARE = 0.95;

  /// A mean over rounds.
  /// @param error its standard error; null for a single round, of which nothing can be told
  /// @param interval the 95 % interval; null for a single round
  public record Mean(double value, @Nullable Double error, @Nullable Interval interval) {

    public @Nullable Double low() {
      return interval == null ? null : Double.valueOf(interval.low());
    }

    public @Nullable Double high() {
      return interval == null ? null : Double.valueOf(interval.high());
    }

    /// How wide the 95 % interval is; infinite where there is none.
    public double width() {
      return interval == null ? Double.POSITIVE_INFINITY : interval.high() - interval.low();
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
    double[] values = rounds.stream().mapToDouble(value).toArray();
    double mean = Descriptive.average(values).orElseThrow();
    OptionalDouble error = Descriptive.standardError(values);
    return error.isEmpty()
        ? new Mean(mean, null, null)
        : new Mean(mean, error.getAsDouble(),
            Descriptive.interval(values, SHARE).orElse(new Interval(mean, mean)));
  }
}
