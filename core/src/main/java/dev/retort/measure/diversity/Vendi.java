package dev.retort.measure.diversity;

import java.util.Arrays;

/// The Vendi score: how many wholly different texts would be as diverse as these.
///
/// `exp(entropy of order q of the eigenvalues of K/n)`, K how alike each two texts are with 1 on the diagonal; from 1 (all
/// the same) to n (nothing in common). q = 1 is Shannon's entropy, q = 2 has a closed form in K, q = infinity looks at
/// the largest eigenvalue only, q below 1 gives rare texts more weight. Cost: 4/3 n³ steps; for vectors of d < n numbers
/// the dual form costs n d² + d³. Sources: Friedman and Dieng 2023 (arXiv 2210.02410); Pasarkar and Dieng 2023 for q.
/// Unlike the package, [#dual] and vectors honour q.
public final class Vendi {
  private Vendi() {}

  /// The score of a kernel.
  public static Score of(KernelMatrix kernel, double q) {
    return kernel.size() == 0 ? Score.absent("there are no texts") : score(kernel.spectrum(), q);
  }

  /// The score of a kernel whose texts have probabilities, which should add up to 1.
  public static Score weighted(KernelMatrix kernel, double[] probabilities, double q) {
    return kernel.size() == 0 ? Score.absent("there are no texts") : score(kernel.spectrum(probabilities), q);
  }

  /// The score of vectors under their cosines, by the smaller one of the two matrices they form.
  public static Score cosine(double[][] vectors, double q) {
    return vectors.length == 0 || vectors.length <= vectors[0].length
        ? of(KernelMatrix.cosine(vectors), q)
        : dual(vectors, q);
  }

  /// The score of vectors under their cosines, from the d x d matrix, whose eigenvalues above 0 are those of K/n.
  public static Score dual(double[][] vectors, double q) {
    if (vectors.length == 0) {
      return Score.absent("there are no vectors");
    }
    int size = vectors[0].length;
    double[] sums = new double[size * size];
    for (double[] vector : Vectors.unit(vectors)) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          sums[i * size + j] += vector[i] * vector[j] / vectors.length;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        sums[j * size + i] = sums[i * size + j];
      }
    }
    return score(Vectors.eigenvalues(size, sums), q);
  }

  /// The score of given eigenvalues; those that rounding has put below 0 are left out.
  ///
  /// @param q above 0; may be infinite
  public static Score score(double[] eigenvalues, double q) {
    if (!(q > 0)) {
      throw new IllegalArgumentException("Vendi score: found order " + q + ", wanted one above 0. Use 1 if in doubt.");
    }
    double largest = Arrays.stream(eigenvalues).max().orElse(0);
    if (!(largest > 0)) {
      return Score.absent("no text is like itself: all are empty or too short");
    }
    if (Double.isInfinite(q)) {
      return Score.of(1 / largest);
    }
    double sum = 0;
    for (double value : eigenvalues) {
      sum += value > 0 ? term(value, q) : 0;
    }
    return Score.of(Math.exp(entropy(sum, q)));
  }

  /// What an eigenvalue adds to the sum from which [#entropy] follows.
  static double term(double eigenvalue, double q) {
    return q == 1 ? -eigenvalue * Math.log(eigenvalue) : Math.pow(eigenvalue, q);
  }

  static double entropy(double sum, double q) {
    return q == 1 ? sum : Math.log(sum) / (1 - q);
  }
}
