package dev.retort.measure.statistics;

import java.util.Arrays;
import java.util.List;

/// Strengths of players from who beat whom: the chance that i beats j is `1 / (1 + exp(s_j - s_i))`.
///
/// Fitted by Newton's method on the concave log-likelihood, from wins that may be halves (a tie is half a win each).
/// Whether a finite maximum exists is decided before, by who is reachable from whom over wins (Ford 1957): if some
/// players never lost to the rest, their strengths would be without bound, and what is given instead is the maximum
/// with a penalty, by that name. Players that no chain of games connects are not compared at all.
///
/// Cost: players cubed for each of some six steps. Source: Bradley and Terry, Rank Analysis of Incomplete Block
/// Designs, 1952; Hunter, MM Algorithms for Generalized Bradley-Terry Models, 2004.
public final class BradleyTerry {
  /// The weight of the squared strengths where no finite maximum exists.
  public static final double PENALTY = 0.1;

  private BradleyTerry() {}

  /// What wins say of strengths.
  public sealed interface Fit {
    /// The maximum of the likelihood.
    record Maximum(Strengths strengths) implements Fit {}

    /// No finite maximum exists: players of a tier never lost to those of the tiers after it.
    ///
    /// @param regularised the maximum of the likelihood less penalty times the sum of squared strengths
    /// @param tiers players by number; tiers that never met stand in no true order
    record NoMaximum(Strengths regularised, double penalty, List<List<Integer>> tiers) implements Fit {
      public NoMaximum {
        tiers = List.copyOf(tiers);
      }
    }

    /// No chain of games connects these groups of players, so that nothing can be said between them.
    record Disconnected(List<List<Integer>> groups) implements Fit {
      public Disconnected {
        groups = List.copyOf(groups);
      }
    }
  }

  /// The fit to a table of wins, in which row beats column.
  public static Fit fit(double[][] wins) {
    requireWins(wins);
    List<List<Integer>> groups = Reach.groups(wins);
    if (groups.size() > 1) {
      return new Fit.Disconnected(groups);
    }
    List<List<Integer>> tiers = Reach.tiers(wins);
    return tiers.size() == 1
        ? new Fit.Maximum(LikelihoodFit.of(wins, 0, new double[wins.length]))
        : new Fit.NoMaximum(regularised(wins, PENALTY), PENALTY, tiers);
  }

  /// The maximum of the likelihood less `penalty` times the sum of squared strengths, which always exists.
  public static Strengths regularised(double[][] wins, double penalty) {
    requireWins(wins);
    if (!(penalty > 0)) {
      throw new IllegalArgumentException("Bradley-Terry: a penalty of " + penalty + ", wanted more than 0.");
    }
    return LikelihoodFit.of(wins, penalty, new double[wins.length]);
  }

  /// Strengths as log of the stationary shares of a walk from losers to winners, by the share of games lost.
  ///
  /// @param rate added to every step, so that the walk reaches every player
  public static double[] rankCentrality(double[][] wins, double rate) {
    requireWalk(wins, rate);
    double[][] rates = new double[wins.length][wins.length];
    for (int i = 0; i < wins.length; i++) {
      for (int j = 0; j < wins.length; j++) {
        double to = wins[j][i] + rate;
        rates[i][j] = to == 0 ? 0 : to / (to + wins[i][j] + rate);
      }
    }
    return Stationary.logShares(rates);
  }

  /// Strengths by iterated Luce spectral ranking (Maystre and Grossglauser 2015) with a rate added to every step.
  public static double[] spectral(double[][] wins, double rate) {
    requireWalk(wins, rate);
    double[] strengths = new double[wins.length];
    double moved = 1;
    for (int step = 0; moved > 1e-12; step++) {
      if (step == 100_000) {
        throw new IllegalStateException("spectral ranking: not settled after " + step + " steps. Use a larger rate.");
      }
      double[] next = Stationary.logShares(spectralRates(wins, rate, strengths));
      moved = 0;
      for (int i = 0; i < next.length; i++) {
        moved = Math.max(moved, Math.abs(next[i] - strengths[i]));
      }
      strengths = next;
    }
    return strengths;
  }

  private static double[][] spectralRates(double[][] wins, double rate, double[] strengths) {
    double mean = Arrays.stream(strengths).map(Math::exp).sum() / strengths.length;
    double[] shares = Arrays.stream(strengths).map(strength -> Math.exp(strength) / mean).toArray();
    double[][] rates = new double[wins.length][wins.length];
    for (int i = 0; i < wins.length; i++) {
      for (int j = 0; j < wins.length; j++) {
        rates[i][j] = rate + wins[j][i] / (shares[i] + shares[j]);
      }
    }
    return rates;
  }

  private static void requireWalk(double[][] wins, double rate) {
    requireWins(wins);
    if (!(rate >= 0) || rate == 0 && Reach.tiers(wins).size() > 1) {
      throw new IllegalArgumentException("spectral ranking: a rate of " + rate
          + " where not every player beat every other over some games, wanted more than 0.");
    }
  }

  private static void requireWins(double[][] wins) {
    if (wins.length < 2) {
      throw new IllegalArgumentException("Bradley-Terry: " + wins.length + " players, wanted two at least.");
    }
    for (double[] row : wins) {
      if (row.length != wins.length || Arrays.stream(row).anyMatch(won -> !(won >= 0) || won > 1e15)) {
        throw new IllegalArgumentException("Bradley-Terry: wins of " + wins.length
            + " players are not a square table of numbers of 0 or more. A tie is half a win for each.");
      }
    }
  }
}
