package dev.retort.measure.judging;

import dev.retort.measure.statistics.Measured;
import java.util.Optional;

/// Adds up, over pairs, how much more often one side was favoured than the other, among verdicts that favour one.
///
/// The value is (for - against) / (for + against), -1 to 1. Verdicts of one pair hang together, so the pair is the unit:
/// the interval is that of a ratio of sums (linearised), with two pretended pairs added that are half for, half
/// against and one part neither, as Agresti and Min (2005) add for matched pairs. So it has a width even where all
/// pairs agree. Only sums are kept.
final class Favour {
  private static final double Z = 1.959963984540054;
  private long pairs;
  private long decided;
  private long net;
  private double netSquares;
  private double decidedSquares;
  private double products;

  /// A pair with so many verdicts for and against; one without either is left out.
  void add(int forIt, int against) {
    int n = forIt + against;
    if (n == 0) {
      return;
    }
    int f = forIt - against;
    pairs++;
    decided += n;
    net += f;
    netSquares += (double) f * f;
    decidedSquares += (double) n * n;
    products += (double) f * n;
  }

  /// Verdicts counted.
  long decided() {
    return decided;
  }

  /// The value and its 95 % interval; the sample is the pairs. Empty without a verdict.
  Optional<Measured> value() {
    if (decided == 0) {
      return Optional.empty();
    }
    double size = (double) decided / pairs;
    double all = decided + 2 * size;
    double ratio = net / all;
    double squares = netSquares + size * size - 2 * ratio * products
        + ratio * ratio * (decidedSquares + 2 * size * size);
    double error = Z * Math.sqrt(Math.max(0, squares)) / all;
    return Optional
        .of(new Measured((double) net / decided, Math.max(-1, Math.min(ratio - error, (double) net / decided)),
            Math.min(1, Math.max(ratio + error, (double) net / decided)), pairs));
  }

  /// The same as a share of the verdicts, 0 to 1.
  Optional<Measured> share() {
    return value().map(bias -> new Measured((1 + bias.value()) / 2, (1 + bias.low()) / 2, (1 + bias.high()) / 2,
        bias.sample()));
  }
}
