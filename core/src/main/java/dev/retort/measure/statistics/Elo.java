package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.List;

/// Elo ratings that are moved after each game, hence depend on the games' order.
public final class Elo {
  static final double START = 1000;
  static final double POINTS = 400;

  private Elo() {}

  /// The ratings after each game, from 1000 for all.
  ///
  /// @param k how many points a game is worth at most
  public static List<double[]> ratings(int players, List<Game> games, double k) {
    double[] ratings = new double[players];
    Arrays.fill(ratings, START);
    return games.stream().map(game -> {
      double expected = 1 / (1 + Math.pow(10, (ratings[game.second()] - ratings[game.first()]) / POINTS));
      double won = k * (game.score() - expected);
      ratings[game.first()] += won;
      ratings[game.second()] -= won;
      return ratings.clone();
    }).toList();
  }
}
