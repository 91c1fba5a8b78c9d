package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.List;

/// A Bradley-Terry fit with bootstrap intervals of the strengths over the units that were judged.
///
/// Games on the same prompt are not independent, so prompts are drawn, each with all its games. A resample without a
/// finite maximum counts with its penalised strengths, and how many did so is told: if many, the outer ends of the
/// intervals say little.
///
/// @param strengths by player; empty when the games do not connect all players
/// @param withoutMaximum how many resamples had no finite maximum
public record Ranking(BradleyTerry.Fit fit, List<Measured> strengths, int withoutMaximum) {
  public Ranking {
    strengths = List.copyOf(strengths);
  }

  /// The fit to all games and to each resample of the units.
  ///
  /// @param gamesByUnit the games on each prompt; as many prompts as the resamples draw from
  public static Ranking of(List<List<Game>> gamesByUnit, int players, Resamples resamples) {
    double[][] wins = new double[players][players];
    gamesByUnit.forEach(games -> games.forEach(game -> game.addTo(wins)));
    return switch (BradleyTerry.fit(wins)) {
      case BradleyTerry.Fit.Disconnected fit -> new Ranking(fit, List.of(), 0);
      case BradleyTerry.Fit.Maximum fit -> drawn(fit, fit.strengths(), gamesByUnit, resamples);
      case BradleyTerry.Fit.NoMaximum fit -> drawn(fit, fit.regularised(), gamesByUnit, resamples);
    };
  }

  private static Ranking drawn(BradleyTerry.Fit fit, Strengths center, List<List<Game>> gamesByUnit,
      Resamples resamples) {
    boolean penalised = fit instanceof BradleyTerry.Fit.NoMaximum;
    double[][] drawn = new double[center.players()][resamples.count()];
    int without = 0;
    for (int r = 0; r < resamples.count(); r++) {
      double[][] wins = new double[center.players()][center.players()];
      for (int unit : resamples.units(r)) {
        gamesByUnit.get(unit).forEach(game -> game.addTo(wins));
      }
      boolean finite = Reach.tiers(wins).size() == 1;
      without += finite ? 0 : 1;
      Strengths strengths = LikelihoodFit.of(wins, finite && !penalised ? 0 : BradleyTerry.PENALTY, center.all());
      for (int player = 0; player < drawn.length; player++) {
        drawn[player][r] = strengths.of(player);
      }
    }
    return new Ranking(fit, measured(center, drawn, games(gamesByUnit, center.players())), without);
  }

  private static long[] games(List<List<Game>> gamesByUnit, int players) {
    long[] games = new long[players];
    gamesByUnit.forEach(unit -> unit.forEach(game -> {
      games[game.first()]++;
      games[game.second()]++;
    }));
    return games;
  }

  private static List<Measured> measured(Strengths center, double[][] drawn, long[] games) {
    Measured[] measured = new Measured[drawn.length];
    Arrays.setAll(measured, player -> {
      Interval interval = Bootstrap.percentile(drawn[player], 0.95);
      return new Measured(center.of(player), interval.low(), interval.high(), games[player]);
    });
    return List.of(measured);
  }
}
