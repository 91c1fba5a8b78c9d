package dev.retort.measure.diversity;

/// The eigenvalues of a symmetric tridiagonal matrix, and chosen rows of its eigenvectors.
///
/// Implicit QL with Wilkinson's shift. An entry beside the diagonal counts as 0 when it is below rounding, by its
/// neighbours or by the whole matrix; the latter lets matrices of low rank, such as that of equal texts, end.
final class Tridiagonal {
  private static final double EPSILON = Math.ulp(1.0);
  private static final int PATIENCE = 100;
  private final double[] diagonal;
  private final double[] beside;
  private final double[][] rows;
  private final double nothing;

  private Tridiagonal(double[] diagonal, double[] beside, double[][] rows) {
    this.diagonal = diagonal;
    this.beside = beside;
    this.rows = rows;
    double norm = 0;
    for (int i = 0; i < diagonal.length; i++) {
      norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(beside[i]));
    }
    nothing = EPSILON * norm / 64;
  }

  /// Turns the diagonal into the eigenvalues, in no order.
  ///
  /// @param beside entry i stands between i and i + 1; as long as the diagonal, its last is not read; used up
  /// @param rows rows of the unit matrix, which become those of the matrix whose columns are the eigenvectors
  static void solve(double[] diagonal, double[] beside, double[][] rows) {
    if (diagonal.length > 0) {
      beside[diagonal.length - 1] = 0;
      Tridiagonal matrix = new Tridiagonal(diagonal, beside, rows);
      for (int first = 0; first < diagonal.length; first++) {
        matrix.free(first);
      }
    }
  }

  /// Makes the entry beside the first one 0.
  private void free(int first) {
    for (int round = 0; round < PATIENCE; round++) {
      int last = blockEnd(first);
      if (last == first) {
        return;
      }
      chase(first, last);
    }
    throw new IllegalStateException("eigenvalues: no end after " + PATIENCE + " rounds, wanted at most a few."
        + " Look for numbers that are not finite.");
  }

  private int blockEnd(int first) {
    int last = first;
    while (last < diagonal.length - 1 && Math.abs(beside[last]) > nothing
        + EPSILON * (Math.abs(diagonal[last]) + Math.abs(diagonal[last + 1]))) {
      last++;
    }
    return last;
  }

  /// One sweep of rotations from the end of a block to its start.
  private void chase(int first, int last) {
    double half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
    double shift = half + Math.copySign(Math.sqrt(half * half + 1), half);
    double ahead = diagonal[last] - diagonal[first] + beside[first] / shift;
    double sine = 1;
    double cosine = 1;
    double moved = 0;
    for (int i = last - 1; i >= first; i--) {
      double out = sine * beside[i];
      double kept = cosine * beside[i];
      double length = Math.sqrt(out * out + ahead * ahead);
      beside[i + 1] = length;
      if (length == 0) {
        diagonal[i + 1] -= moved;
        beside[last] = 0;
        return;
      }
      sine = out / length;
      cosine = ahead / length;
      double base = diagonal[i + 1] - moved;
      double turned = (diagonal[i] - base) * sine + 2 * cosine * kept;
      moved = sine * turned;
      diagonal[i + 1] = base + moved;
      ahead = cosine * turned - kept;
      rotate(i, sine, cosine);
    }
    diagonal[first] -= moved;
    beside[first] = ahead;
    beside[last] = 0;
  }

  private void rotate(int at, double sine, double cosine) {
    for (double[] row : rows) {
      double right = row[at + 1];
      row[at + 1] = sine * row[at] + cosine * right;
      row[at] = cosine * row[at] - sine * right;
    }
  }
}
