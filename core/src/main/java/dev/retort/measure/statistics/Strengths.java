package dev.retort.measure.statistics;

/// Fitted strengths with mean 0, and how sure they are.
public final class Strengths {
  private final double[] strengths;
  private final double[][] covariance;
  private final double negativeLogLikelihood;

  /// @param covariance may hold any common part for all players, which differences do not show
  Strengths(double[] strengths, double[][] covariance, double negativeLogLikelihood) {
    this.strengths = strengths;
    this.covariance = covariance;
    this.negativeLogLikelihood = negativeLogLikelihood;
  }

  public int players() {
    return strengths.length;
  }

  /// The log strengths, whose mean is 0.
  public double[] all() {
    return strengths.clone();
  }

  public double of(int player) {
    return strengths[player];
  }

  /// The standard error of the difference of two strengths, by the inverse observed information.
  public double standardErrorOfDifference(int a, int b) {
    return Math.sqrt(Math.max(0, covariance[a][a] + covariance[b][b] - 2 * covariance[a][b]));
  }

  /// The standard error of a strength around the mean of all.
  public double standardError(int player) {
    double mean = 0;
    double own = 0;
    int n = strengths.length;
    for (int i = 0; i < n; i++) {
      own += covariance[player][i] / n;
      for (int j = 0; j < n; j++) {
        mean += covariance[i][j] / n / n;
      }
    }
    return Math.sqrt(Math.max(0, covariance[player][player] - 2 * own + mean));
  }

  /// The chance that one beats the other.
  public double chance(int winner, int loser) {
    return 1 / (1 + Math.exp(strengths[loser] - strengths[winner]));
  }

  /// The strength on the scale of Elo ratings: mean 1000, and 400 points for odds of 10 to 1.
  public double elo(int player) {
    return Elo.START + strengths[player] * Elo.POINTS / Math.log(10);
  }

  public double negativeLogLikelihood() {
    return negativeLogLikelihood;
  }
}
