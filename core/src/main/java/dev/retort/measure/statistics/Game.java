package dev.retort.measure.statistics;

/// One comparison of two players, by number.
///
/// @param score the first's share of the win: 1, 0, or 0.5 for a tie
public record Game(int first, int second, double score) {
  public Game {
    if (first == second || first < 0 || second < 0 || !(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("game: player " + first + " against " + second + " with a score of " + score
          + ", wanted two players and a score from 0 to 1.");
    }
  }

  /// Adds the game to a table of wins, in which row beats column.
  void addTo(double[][] wins) {
    wins[first][second] += score;
    wins[second][first] += 1 - score;
  }
}
