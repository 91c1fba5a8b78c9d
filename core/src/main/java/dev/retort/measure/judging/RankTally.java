package dev.retort.measure.judging;

/// Adds up the rankings one judge gave; memory does not grow with them.
public final class RankTally {
  private final String judge;
  private long ranked;
  private long unranked;
  private final Line correlations = new Line();

  public RankTally(String judge) {
    this.judge = judge;
  }

  /// A list whose ranking could not be read.
  public void addUnranked() {
    unranked++;
  }

  /// A list that was ranked. One whose candidates are all equal tells nothing of places.
  /// @param ranksByPlace the rank given to the candidate in each place, in the order shown
  public void add(long[] ranksByPlace) {
    ranked++;
    int n = ranksByPlace.length;
    double mean = 0;
    for (long rank : ranksByPlace) {
      mean += (double) rank / n;
    }
    double products = 0;
    double places = 0;
    double ranks = 0;
    for (int place = 0; place < n; place++) {
      double dx = place - (n - 1) / 2.0;
      double dy = ranksByPlace[place] - mean;
      products += dx * dy;
      places += dx * dx;
      ranks += dy * dy;
    }
    if (ranks > 0) {
      correlations.add(0, products / Math.sqrt(places * ranks));
    }
  }

  public RankReport report() {
    return new RankReport(judge, ranked, unranked, correlations.mean());
  }
}
