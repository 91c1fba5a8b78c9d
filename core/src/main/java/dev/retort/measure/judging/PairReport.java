package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// What is known of a judge of pairs.
///
/// @param judge its name
/// @param counts of pairs
/// @param position its favour for the answer shown first
/// @param length its favour for the longer answer
/// @param family its favour for answers of its own family
/// @param agreement with people's labels
public record PairReport(String judge, Counts counts, Position position, Favours length, Favours family,
    LabelAgreement agreement) {

  /// Pairs by what came of them: decided, ties and undecided make up all.
  /// @param decided those with a winner
  /// @param undecided those of which a verdict could not be read
  /// @param inconsistent those among the ties whose two orders say different things
  public record Counts(long pairs, long decided, long ties, long undecided, long inconsistent) {}

  /// The favour for the answer shown first, from pairs judged in both orders.
  ///
  /// @param bias (first - second) / (first + second) over verdicts with a winner: 0 without favour, and p for a judge
  /// that takes the first regardless in a share p of its calls
  /// @param firstShare the share of those verdicts that went to the first: 0.5 without favour
  /// @param consistent the share of pairs that got the same verdict in both orders
  /// @param usable pairs judged, and read, in both orders
  public record Position(Optional<Measured> bias, Optional<Measured> firstShare, Optional<Measured> consistent,
      long usable) {}

  /// A favour that may have a good reason: people may share it.
  ///
  /// @param share of pairs with a winner that went to the favoured side
  /// @param abovePeople the judge's verdict less people's on the same pairs, as a difference of shares: the part
  /// without a good reason, as far as the labels go
  /// @param correlation of the verdict (1, 0, -1) with how much longer a is (logarithm of the ratio); for lengths only
  public record Favours(Optional<Measured> share, Optional<Measured> abovePeople, Optional<Measured> correlation) {}
}
