package dev.retort.measure.diversity;

/// How alike each text is to each other: a symmetric matrix, in memory.
///
/// Takes 8 n² bytes, and as much again for its eigenvalues, which cost 4/3 n³ steps.
public final class KernelMatrix {
  private final int size;
  private final double[] values;

  private KernelMatrix(int size, double[] values) {
    this.size = size;
    this.values = values;
  }

  /// @param values rows one after the other; taken over, not copied
  static KernelMatrix taking(int size, double[] values) {
    return new KernelMatrix(size, values);
  }

  public static KernelMatrix of(double[][] rows) {
    int size = rows.length;
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      if (rows[i].length != size) {
        throw new IllegalArgumentException("kernel: row %d has %d values, wanted %d. Give a square matrix."
            .formatted(i, rows[i].length, size));
      }
      System.arraycopy(rows[i], 0, values, i * size, size);
    }
    return new KernelMatrix(size, values);
  }

  /// The cosine of each two vectors; a vector of zeros is like nothing, not even itself.
  public static KernelMatrix cosine(double[][] vectors) {
    double[][] unit = Vectors.unit(vectors);
    int size = unit.length;
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = Vectors.dot(unit[i], unit[j]);
        values[i * size + j] = dot;
        values[j * size + i] = dot;
      }
    }
    return new KernelMatrix(size, values);
  }

  public int size() {
    return size;
  }

  public double at(int row, int column) {
    return values[row * size + column];
  }

  /// Each entry by the root of its two diagonal entries, so that every text is wholly like itself.
  public KernelMatrix normalised() {
    double[] scaled = new double[values.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double both = at(i, i) * at(j, j);
        scaled[i * size + j] = both > 0 ? at(i, j) / Math.sqrt(both) : 0;
      }
    }
    return new KernelMatrix(size, scaled);
  }

  /// The eigenvalues of K/n, in no order.
  public double[] spectrum() {
    return eigenvalues(scaled(1.0 / size));
  }

  /// The eigenvalues of K with each text weighted by its probability.
  public double[] spectrum(double[] probabilities) {
    if (probabilities.length != size) {
      throw new IllegalArgumentException("weights: found %d, wanted one for each of %d texts. Give as many."
          .formatted(probabilities.length, size));
    }
    double[] weighted = new double[values.length];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        weighted[i * size + j] = at(i, j) * Math.sqrt(probabilities[i] * probabilities[j]);
      }
    }
    return eigenvalues(weighted);
  }

  /// The part of the matrix that chosen texts have among each other.
  KernelMatrix among(int[] texts) {
    double[] some = new double[texts.length * texts.length];
    for (int i = 0; i < texts.length; i++) {
      for (int j = 0; j < texts.length; j++) {
        some[i * texts.length + j] = at(texts[i], texts[j]);
      }
    }
    return new KernelMatrix(texts.length, some);
  }

  /// Internal diversity: one minus the mean of all entries, the diagonal too.
  public double internalDiversity() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return 1 - sum / values.length;
  }

  /// The mean of the entries of two different texts.
  public double meanOfPairs() {
    if (size < 2) {
      throw new IllegalArgumentException("mean of pairs: found %d texts, wanted two. Give more.".formatted(size));
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        sum += at(i, j);
      }
    }
    return 2 * sum / ((double) size * (size - 1));
  }

  private double[] scaled(double factor) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor;
    }
    return scaled;
  }

  private double[] eigenvalues(double[] symmetric) {
    return Vectors.eigenvalues(size, symmetric);
  }
}
