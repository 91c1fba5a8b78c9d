package dev.retort.measure.statistics;

/// Somers' D from the table of how often each pair of values occurs.
///
/// The variance is the one under the alternative (Brown and Benedetti 1977), which is 0 when every cell has the same
/// balance of pairs; p is then 0 for any D but 0, as in scipy, and Kendall's test should be read instead.
///
/// Cost: the table's cells times its rows and columns.
final class SomersD {
  private SomersD() {}

  static Tested of(double[] x, double[] y) {
    double[] rows = Ranks.DENSE.of(x);
    double[] columns = Ranks.DENSE.of(y);
    long[][] table = new long[Ranks.ties(x).length][Ranks.ties(y).length];
    for (int i = 0; i < x.length; i++) {
      table[(int) rows[i] - 1][(int) columns[i] - 1]++;
    }
    return table.length < 2 || table[0].length < 2 ? Tested.UNDEFINED : ofTable(table, x.length);
  }

  private static Tested ofTable(long[][] table, double n) {
    double balance = 0;
    double squares = 0;
    double tied = 0;
    for (int i = 0; i < table.length; i++) {
      double row = 0;
      for (int j = 0; j < table[0].length; j++) {
        double cell = table[i][j] == 0 ? 0 : balance(table, i, j);
        balance += table[i][j] * cell;
        squares += table[i][j] * cell * cell;
        row += table[i][j];
      }
      tied += row * row;
    }
    double variance = squares - balance * balance / n;
    double z = balance / Math.sqrt(4 * variance);
    return Tested.of(balance / (n * n - tied), balance == 0 ? 1 : Distributions.normalTwoSided(z));
  }

  /// The concordant less the discordant partners of one in the cell.
  private static double balance(long[][] table, int i, int j) {
    double balance = 0;
    for (int k = 0; k < table.length; k++) {
      for (int l = 0; l < table[0].length; l++) {
        balance += Integer.signum(k - i) * Integer.signum(l - j) * table[k][l];
      }
    }
    return balance;
  }
}
