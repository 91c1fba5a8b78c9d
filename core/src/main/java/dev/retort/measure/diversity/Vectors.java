package dev.retort.measure.diversity;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

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
    EigenDecomposition_F64<DMatrixRMaj> solver = solved(size, symmetric, false);
    double[] eigenvalues = new double[size];
    for (int i = 0; i < size; i++) {
      eigenvalues[i] = solver.getEigenvalue(i).getReal();
    }
    return eigenvalues;
  }

  static EigenDecomposition_F64<DMatrixRMaj> solved(int size, double[] symmetric, boolean vectors) {
    EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(size, vectors, true);
    if (!solver.decompose(DMatrixRMaj.wrap(size, size, symmetric))) {
      throw new IllegalStateException(
          "eigenvalues: the solver did not converge on a matrix of %d rows. Please report this.".formatted(size));
    }
    return solver;
  }
}
