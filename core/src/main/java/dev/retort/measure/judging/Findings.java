package dev.retort.measure.judging;

import java.util.List;

/// What is known of the judges of a table, by what they gave, each list sorted by the judge's name.
///
/// @param simulated rows in which a simulated model judged, or wrote
/// @param repeated rows with a further word of the same judge on the same thing
public record Findings(List<PairReport> pairs, List<ScoreReport> scores, List<RankReport> ranks, long simulated,
    long repeated) {
  public Findings {
    pairs = List.copyOf(pairs);
    scores = List.copyOf(scores);
    ranks = List.copyOf(ranks);
  }
}
