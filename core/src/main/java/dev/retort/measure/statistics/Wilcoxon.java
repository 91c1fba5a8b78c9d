package dev.retort.measure.statistics;

import java.util.Arrays;

/// Wilcoxon's signed-rank test of paired differences.
///
/// The statistic is the sum of the ranks of positive differences, and for the two-sided test the smaller of it and the
/// sum of the negative ones, as in scipy. With zeros the normal approximation replaces the exact distribution; the exact
/// distribution knows no ties either, so under ties its p is approximate.
public final class Wilcoxon {
  /// How p is computed.
  public enum Mode {
    /// Exact for up to 50 differences of which none is 0, else by the normal.
    AUTO, EXACT, NORMAL
  }

  /// What becomes of differences that are 0.
  public enum Zeros {
    /// They are left out.
    WILCOX,
    /// They are ranked and then left out.
    PRATT,
    /// They are ranked, and their ranks given half to either side.
    SPLIT
  }

  /// @param continuity whether the normal approximation is moved by half a rank towards its middle
  public record Options(Mode mode, Zeros zeros, Alternative alternative, boolean continuity) {
    public static final Options DEFAULT = new Options(Mode.AUTO, Zeros.WILCOX, Alternative.TWO_SIDED, false);
  }

  private static final int EXACT_UP_TO = 50;

  private final double[] differences;
  private final double[] ranks;
  private final double zeros;
  private final Options options;
  private final double positive;
  private final double negative;

  private Wilcoxon(double[] differences, double zeros, Options options) {
    this.differences = differences;
    this.ranks = Ranks.AVERAGE.of(Arrays.stream(differences).map(Math::abs).toArray());
    this.zeros = zeros;
    this.options = options;
    double split = options.zeros() == Zeros.SPLIT ? rankSum(0) / 2 : 0;
    this.positive = rankSum(1) + split;
    this.negative = rankSum(-1) + split;
  }

  /// The test; undefined without differences, and where all that count are 0.
  public static Tested test(double[] all, Options options) {
    double[] differences = Descriptive.withoutMissing(all);
    long zeros = Arrays.stream(differences).filter(difference -> difference == 0).count();
    if (differences.length == 0 || zeros == differences.length && options.zeros() != Zeros.SPLIT) {
      return Tested.UNDEFINED;
    }
    boolean few = options.mode() == Mode.EXACT || options.mode() == Mode.AUTO && differences.length <= EXACT_UP_TO;
    boolean dropped = options.zeros() == Zeros.WILCOX && zeros > 0;
    double[] counted = dropped ? Arrays.stream(differences).filter(each -> each != 0).toArray() : differences;
    Wilcoxon test = new Wilcoxon(counted, options.zeros() == Zeros.PRATT ? zeros : 0, options);
    return Tested.of(test.statistic(), few && zeros == 0 ? test.exactP() : test.normalP());
  }

  private double rankSum(int sign) {
    double sum = 0;
    for (int i = 0; i < ranks.length; i++) {
      sum += Math.signum(differences[i]) == sign ? ranks[i] : 0;
    }
    return sum;
  }

  private double statistic() {
    return options.alternative() == Alternative.TWO_SIDED ? Math.min(positive, negative) : positive;
  }

  private double normalP() {
    double n = ranks.length;
    double mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
    double squares = n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1);
    double[] tied = options.zeros() != Zeros.PRATT
        ? ranks
        : Arrays.stream(ranks).filter(rank -> rank > (zeros + 1) / 2).toArray();
    double deviation = Math.sqrt((squares - Ranks.cubes(tied) / 2) / 24);
    double off = statistic() - mean;
    double half = options.continuity() ? 0.5 : 0;
    return switch (options.alternative()) {
      case TWO_SIDED -> Distributions.normalTwoSided((off - half * Math.signum(off)) / deviation);
      case GREATER -> Distributions.normalAbove((off - half) / deviation);
      case LESS -> Distributions.normalBelow((off + half) / deviation);
    };
  }

  private double exactP() {
    double[] chance = rankSumChances(ranks.length);
    int sum = (int) positive;
    double atMost = Arrays.stream(chance, 0, sum + 1).sum();
    double atLeast = Arrays.stream(chance, sum, chance.length).sum();
    return switch (options.alternative()) {
      case TWO_SIDED -> sum == (chance.length - 1) / 2 ? 1 : 2 * Math.min(atMost, atLeast);
      case GREATER -> atLeast;
      case LESS -> atMost;
    };
  }

  /// The chance of each sum of ranks 1 to n, each of which counts or not with even odds.
  private static double[] rankSumChances(int n) {
    double[] chance = new double[n * (n + 1) / 2 + 1];
    chance[0] = 1;
    for (int rank = 1; rank <= n; rank++) {
      for (int sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
        chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
      }
    }
    return chance;
  }
}
