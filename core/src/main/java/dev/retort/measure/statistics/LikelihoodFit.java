package dev.retort.measure.statistics;

import java.util.Arrays;

/// Newton's method on the Bradley-Terry likelihood, less a penalty on squared strengths.
final class LikelihoodFit {
  private static final int STEPS = 200;
  private static final double CLOSE = 1e-13;

  private final double[][] wins;
  private final double penalty;

  private LikelihoodFit(double[][] wins, double penalty) {
    this.wins = wins;
    this.penalty = penalty;
  }

  /// @param start strengths to start from, which are not changed
  static Strengths of(double[][] wins, double penalty, double[] start) {
    LikelihoodFit fit = new LikelihoodFit(wins, penalty);
    double[] strengths = centered(start);
    double loss = fit.loss(strengths);
    for (int step = 0; step < STEPS; step++) {
      double[] direction = Cholesky.of(fit.information(strengths)).solve(fit.gradient(strengths));
      double length = fit.length(strengths, direction, loss);
      double moved = 0;
      for (int i = 0; i < strengths.length; i++) {
        strengths[i] += length * direction[i];
        moved = Math.max(moved, Math.abs(length * direction[i]));
      }
      loss = fit.loss(strengths);
      if (moved < CLOSE) {
        break;
      }
    }
    double[] centered = centered(strengths);
    return new Strengths(centered, Cholesky.of(fit.information(centered)).inverse(),
        negativeLogLikelihood(wins, centered));
  }

  private static double[] centered(double[] strengths) {
    double mean = Descriptive.mean(strengths);
    return Arrays.stream(strengths).map(strength -> strength - mean).toArray();
  }

  /// The part of the step that lowers the loss: all of it near the maximum.
  private double length(double[] strengths, double[] direction, double loss) {
    double[] moved = new double[strengths.length];
    for (double length = 1; length > 1e-9; length /= 2) {
      double part = length;
      Arrays.setAll(moved, i -> strengths[i] + part * direction[i]);
      if (loss(moved) <= loss + 1e-12 * Math.abs(loss)) {
        return length;
      }
    }
    return 0;
  }

  private double loss(double[] strengths) {
    double squares = Arrays.stream(strengths).map(strength -> strength * strength).sum();
    return negativeLogLikelihood(wins, strengths) + penalty * squares;
  }

  static double negativeLogLikelihood(double[][] wins, double[] strengths) {
    double loss = 0;
    for (int i = 0; i < wins.length; i++) {
      for (int j = 0; j < wins.length; j++) {
        double ahead = strengths[i] - strengths[j];
        loss += i == j || wins[i][j] == 0
            ? 0
            : wins[i][j] * (Math.log1p(Math.exp(-Math.abs(ahead))) + Math.max(0, -ahead));
      }
    }
    return loss;
  }

  private double[] gradient(double[] strengths) {
    double[] gradient = new double[strengths.length];
    for (int i = 0; i < wins.length; i++) {
      gradient[i] -= 2 * penalty * strengths[i];
      for (int j = 0; j < i; j++) {
        double expected = (wins[i][j] + wins[j][i]) * chance(strengths[i] - strengths[j]);
        gradient[i] += wins[i][j] - expected;
        gradient[j] -= wins[i][j] - expected;
      }
    }
    return gradient;
  }

  /// The observed information; without a penalty it is singular, so that a part is added that moves only the mean.
  private double[][] information(double[] strengths) {
    int n = wins.length;
    double[][] information = new double[n][n];
    double all = 0;
    for (int i = 0; i < n; i++) {
      information[i][i] += 2 * penalty;
      for (int j = 0; j < i; j++) {
        double chance = chance(strengths[i] - strengths[j]);
        double weight = (wins[i][j] + wins[j][i]) * chance * (1 - chance);
        information[i][i] += weight;
        information[j][j] += weight;
        information[i][j] = -weight;
        information[j][i] = -weight;
        all += 2 * weight;
      }
    }
    double mean = penalty > 0 ? 0 : Math.max(all, Double.MIN_NORMAL) / n / n;
    for (double[] row : information) {
      Arrays.setAll(row, j -> row[j] + mean);
    }
    return information;
  }

  private static double chance(double ahead) {
    return 1 / (1 + Math.exp(-ahead));
  }
}
