package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Proportions;
import java.util.Optional;

/// How often a judge's verdict is that of people: counts of each pair of labels.
///
/// @param counts row: what people say, column: what the judge says, each a, b, tie
/// @param undecided pairs with a label of which the judge's verdict could not be read; in no figure below
public record LabelAgreement(long[][] counts, long undecided) {
  private static final double Z = 1.959963984540054;

  /// Pairs with both.
  public long items() {
    long items = 0;
    for (long[] row : counts) {
      for (long count : row) {
        items += count;
      }
    }
    return items;
  }

  /// The share of equal labels with Wilson's interval; empty without items.
  public Optional<Measured> accuracy() {
    return share(counts[0][0] + counts[1][1] + counts[2][2], items());
  }

  /// The same among pairs where both people and judge prefer one.
  public Optional<Measured> accuracyWithoutTies() {
    long same = counts[0][0] + counts[1][1];
    return share(same, same + counts[0][1] + counts[1][0]);
  }

  /// Cohen's kappa with the large-sample interval of Fleiss, Cohen and Everitt (1969); empty where chance explains all.
  public Optional<Measured> kappa() {
    double n = items();
    double[] people = new double[3];
    double[] judge = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        people[i] += counts[i][j] / n;
        judge[j] += counts[i][j] / n;
      }
    }
    double seen = (counts[0][0] + counts[1][1] + counts[2][2]) / n;
    double chance = people[0] * judge[0] + people[1] * judge[1] + people[2] * judge[2];
    if (n == 0 || chance >= 1) {
      return Optional.empty();
    }
    double kappa = (seen - chance) / (1 - chance);
    double sum = -Math.pow(kappa - chance * (1 - kappa), 2);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double weight = i == j
            ? 1 - (people[i] + judge[i]) * (1 - kappa)
            : (1 - kappa) * (judge[i] + people[j]);
        sum += counts[i][j] / n * weight * weight;
      }
    }
    double error = Z * Math.sqrt(Math.max(0, sum) / n) / (1 - chance);
    return Optional.of(new Measured(kappa, Math.max(-1, kappa - error), Math.min(1, kappa + error), items()));
  }

  /// The correlation of the labels as numbers: a 1, tie 0, b -1.
  public Optional<Measured> correlation() {
    Line line = new Line();
    for (Choice people : Choice.values()) {
      for (Choice judge : Choice.values()) {
        line.add(people.sign(), judge.sign(), counts[people.ordinal()][judge.ordinal()]);
      }
    }
    return line.correlation();
  }

  static Optional<Measured> share(long hits, long trials) {
    return trials == 0
        ? Optional.empty()
        : Optional.of(Proportions.share(Math.toIntExact(hits), Math.toIntExact(trials)));
  }
}
