package dev.retort.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.study.Verdict.Outcome;
import dev.retort.study.VerdictSheet.Tally;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One teacher's verdicts, by prompt.
final class Contender {
  private final double[] points;
  private final int[] decided;
  private long won;
  private long lost;
  private long tied;
  private long inconsistent;
  private long undecided;

  Contender(int prompts) {
    this.points = new double[prompts];
    this.decided = new int[prompts];
  }

  /// @param own the outcome that says this teacher won
  void count(Outcome outcome, Outcome own, int place) {
    switch (outcome) {
      case A, B -> decide(outcome == own ? 1 : 0, place);
      case TIE -> decide(0.5, place);
      case INCONSISTENT -> inconsistent++;
      case UNDECIDED -> undecided++;
    }
  }

  private void decide(double share, int place) {
    won += share == 1 ? 1 : 0;
    lost += share == 0 ? 1 : 0;
    tied += share == 0.5 ? 1 : 0;
    points[place] += share;
    decided[place]++;
  }

  Tally tally() {
    return new Tally(won, lost, tied, inconsistent, undecided);
  }

  /// The share of the decided verdicts, all opponents together; null without one.
  @Nullable
  Measured winRate(Resamples resamples) {
    long all = tally().decided();
    if (all == 0) {
      return null;
    }
    Measured rate = resamples.statistic((won + tied / 2.0) / all, this::share);
    return new Measured(rate.value(), rate.low(), rate.high(), all);
  }

  /// NaN where none of the drawn prompts has a decided verdict.
  private double share(int[] prompts) {
    double sum = 0;
    long count = 0;
    for (int prompt : prompts) {
      sum += points[prompt];
      count += decided[prompt];
    }
    return sum / count;
  }

  /// The share on each prompt; NaN where no verdict on it was decided.
  double[] shares() {
    double[] shares = new double[points.length];
    Arrays.setAll(shares, p -> points[p] / decided[p]);
    return shares;
  }
}
