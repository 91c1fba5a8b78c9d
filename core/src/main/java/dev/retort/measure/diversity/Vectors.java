package dev.retort.measure.diversity;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.TridiagonalSimilarDecomposition_F64;

/// Arithmetic on vectors and symmetric matrices.
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// Copies of length 1; a vector of zeros stays one.
  static double[][] unit(double[][] vectors) {
    double[][] unit = new double[vectors.length][];
    for (int i = 0; i < unit.length; i++) {
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      unit[i] = vectors[i].clone();
      for (int j = 0; length > 0 && j < unit[i].length; j++) {
        unit[i][j] /= length;
      }
    }
    return unit;
  }

  /// The eigenvalues of a symmetric matrix, in no order; its values are used up.
  static double[] eigenvalues(int size, double[] symmetric) {
    TridiagonalSimilarDecomposition_F64<DMatrixRMaj> reduction = DecompositionFactory_DDRM.tridiagonal(size);
    if (!reduction.decompose(DMatrixRMaj.wrap(size, size, symmetric))) {
      throw new IllegalStateException(
          "eigenvalues: a matrix of %d rows could not be reduced. Look for numbers that are not finite."
              .formatted(size));
    }
    double[] diagonal = new double[size];
    double[] beside = new double[size];
    reduction.getDiagonal(diagonal, beside);
    Tridiagonal.solve(diagonal, beside, new double[0][]);
    return diagonal;
  }
}
