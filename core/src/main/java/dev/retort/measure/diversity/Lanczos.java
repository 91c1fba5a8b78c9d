package dev.retort.measure.diversity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lanczos' recurrence on K/n from several start vectors at once, each orthogonalised in full.
///
/// After m steps from a vector z the tridiagonal matrix of a lane gives z' f(K/n) z for smooth f by Gauss's rule, and
/// between bounds by Gauss's and Radau's together (Golub and Meurant 1994; Ubaru, Chen and Saad 2017).
final class Lanczos {
  /// A remainder smaller than this, by the largest entry so far, has no direction of its own.
  private static final double NOTHING = 1e-13;
  private final NgramKernel kernel;
  private final int width;
  private final double[] sums;
  private final List<double[]> basis = new ArrayList<>();
  private final double[][] alpha;
  private final double[][] beta;
  private final int[] length;

  private Lanczos(NgramKernel kernel, int width, int steps) {
    this.kernel = kernel;
    this.width = width;
    sums = new double[kernel.parts().features() * width];
    alpha = new double[width][steps];
    beta = new double[width][steps];
    length = new int[width];
    Arrays.fill(length, steps);
  }

  /// @param start the vectors side by side, not changed
  static Lanczos of(NgramKernel kernel, double[] start, int width, int steps) {
    Lanczos lanczos = new Lanczos(kernel, width, steps);
    double[] norms = lanczos.norms(start);
    double[] first = start.clone();
    lanczos.divide(first, norms);
    lanczos.basis.add(first);
    for (int step = 0; step < steps; step++) {
      lanczos.advance(step);
    }
    return lanczos;
  }

  private void advance(int step) {
    double[] here = basis.getLast();
    double[] next = new double[here.length];
    kernel.multiply(here, next, sums, width);
    for (int i = 0; i < next.length; i++) {
      next[i] /= kernel.size();
    }
    double[] along = dots(here, next);
    for (int again = 0; again < 2; again++) {
      for (double[] earlier : basis) {
        subtract(next, dots(earlier, next), earlier);
      }
    }
    double[] norms = norms(next);
    for (int lane = 0; lane < width; lane++) {
      alpha[lane][step] = along[lane];
      if (norms[lane] < NOTHING * alpha[lane][0] || length[lane] <= step) {
        length[lane] = Math.min(length[lane], step + 1);
        norms[lane] = 0;
      }
      beta[lane][step] = norms[lane];
    }
    divide(next, norms);
    basis.add(next);
  }

  /// z' f(K/n) z of a start vector of length 1 by Gauss's rule.
  double gauss(int lane, double q) {
    return sum(lane, 0, q);
  }

  /// The same by Radau's rule with a node at 0, where no eigenvalue is below.
  double radau(int lane, double q) {
    return sum(lane, beta[lane][length[lane] - 1] == 0 ? 0 : 1, q);
  }

  private double sum(int lane, int more, double q) {
    int size = length[lane] + more;
    double[] nodes = Arrays.copyOf(alpha[lane], size);
    if (more == 1) {
      nodes[size - 1] = lastDiagonal(lane);
    }
    double[] first = new double[size];
    first[0] = 1;
    Tridiagonal.solve(nodes, Arrays.copyOf(beta[lane], size), new double[][]{first});
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += nodes[i] > 0 ? first[i] * first[i] * Vendi.term(nodes[i], q) : 0;
    }
    return sum;
  }

  /// The first moment of the lane's start vector: z' K/n z.
  double first(int lane) {
    return alpha[lane][0];
  }

  /// The second moment: |K/n z|².
  double second(int lane) {
    return alpha[lane][0] * alpha[lane][0] + beta[lane][0] * beta[lane][0];
  }

  /// The entry that makes 0 an eigenvalue of the matrix that is one larger.
  private double lastDiagonal(int lane) {
    double pivot = alpha[lane][0];
    for (int i = 1; i < length[lane]; i++) {
      pivot = alpha[lane][i] - beta[lane][i - 1] * beta[lane][i - 1] / pivot;
    }
    double last = beta[lane][length[lane] - 1];
    return last * last / pivot;
  }

  /// Eigenvalues and vectors of lane 0 that have converged, the largest first.
  List<Pair> converged(int most, double tolerance) {
    int size = length[0];
    double[] values = Arrays.copyOf(alpha[0], size);
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      rows[i][i] = 1;
    }
    Tridiagonal.solve(values, Arrays.copyOf(beta[0], size), rows);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (Math.abs(beta[0][size - 1] * rows[size - 1][i]) < tolerance && values[i] > tolerance) {
        pairs.add(new Pair(values[i], combined(rows, i)));
      }
    }
    pairs.sort((a, b) -> Double.compare(b.value, a.value));
    return List.copyOf(pairs.subList(0, Math.min(most, pairs.size())));
  }

  private double[] combined(double[][] rows, int column) {
    double[] vector = new double[kernel.size()];
    for (int step = 0; step < rows.length; step++) {
      double[] direction = basis.get(step);
      for (int i = 0; i < vector.length; i++) {
        vector[i] += rows[step][column] * direction[i * width];
      }
    }
    return vector;
  }

  /// An eigenvalue of K/n and its vector, of length 1.
  @SuppressWarnings("ArrayRecordComponent")
  record Pair(double value, double[] vector) {}

  private double[] norms(double[] block) {
    double[] norms = dots(block, block);
    Arrays.setAll(norms, lane -> Math.sqrt(norms[lane]));
    return norms;
  }

  private double[] dots(double[] a, double[] b) {
    double[] dots = new double[width];
    for (int i = 0; i < a.length; i += width) {
      for (int lane = 0; lane < width; lane++) {
        dots[lane] += a[i + lane] * b[i + lane];
      }
    }
    return dots;
  }

  private void subtract(double[] from, double[] factors, double[] block) {
    for (int i = 0; i < from.length; i += width) {
      for (int lane = 0; lane < width; lane++) {
        from[i + lane] -= factors[lane] * block[i + lane];
      }
    }
  }

  /// Divides each lane by its number; a lane whose number is 0 becomes 0.
  private void divide(double[] block, double[] by) {
    for (int i = 0; i < block.length; i += width) {
      for (int lane = 0; lane < width; lane++) {
        block[i + lane] = by[lane] > 0 ? block[i + lane] / by[lane] : 0;
      }
    }
  }
}
