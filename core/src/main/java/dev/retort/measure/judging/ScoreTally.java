package dev.retort.measure.judging;

import org.jspecify.annotations.Nullable;

/// Adds up the scores one judge gave; memory is bounded.
public final class ScoreTally {
  private final String judge;
  private final String family;
  private long unscored;
  private final Line scores = new Line();
  private final Line length = new Line();
  private final Line own = new Line();
  private final Line others = new Line();
  private final Line people = new Line();
  private final Pairs ranks = new Pairs();

  public ScoreTally(String judge, Families families) {
    this.judge = judge;
    this.family = families.of(judge);
  }

  /// @param score null for a response whose judge gave no readable reply
  /// @param codePoints length of the response; null where it is absent
  /// @param writer family of the model that wrote it; null where nobody says
  /// @param human people's rating of it; null where there is none
  public void add(@Nullable Double score, @Nullable Long codePoints, @Nullable String writer, @Nullable Double human) {
    if (score == null) {
      unscored++;
      return;
    }
    scores.add(0, score);
    if (codePoints != null) {
      length.add(StrictMath.log(Math.max(1, codePoints)), score);
    }
    if (writer != null) {
      (writer.equals(family) ? own : others).add(0, score);
    }
    if (human != null) {
      people.add(human, score);
      ranks.add(human, score);
    }
  }

  public ScoreReport report() {
    return new ScoreReport(judge, scores.items(), unscored, scores.mean(),
        new ScoreReport.Bias(length.correlation(), own.above(others)),
        new ScoreReport.People(people.correlation(), ranks.spearman()));
  }
}
