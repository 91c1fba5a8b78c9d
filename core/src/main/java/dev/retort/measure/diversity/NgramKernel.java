package dev.retort.measure.diversity;

import dev.retort.text.WordSplitter;
import java.util.Arrays;
import java.util.List;

/// The mean, over lengths of n-grams, of the cosines of texts' n-gram counts.
///
/// Kept as sparse rows, so it takes memory linear in words. An n-gram that only one text has is like nothing else: it
/// adds to the diagonal and is not kept. A text that is too short for a length counts as like nothing at that length,
/// not even itself; [#normalised] makes up for it.
///
/// Source: `ngram_vendi_score` of the Vendi-Score package.
public final class NgramKernel {
  private final Parts parts;

  private NgramKernel(Parts parts) {
    this.parts = parts;
  }

  /// Sparse rows: text `t` has the n-grams `grams[starts[t]]` up to `grams[starts[t + 1] - 1]`.
  ///
  /// @param features how many numbers of n-grams there are
  /// @param rest what n-grams of one text alone add to each text's likeness to itself
  @SuppressWarnings("ArrayRecordComponent")
  record Parts(int[] starts, int[] grams, double[] weights, int features, double[] rest) {}

  /// @param orders lengths of n-grams, such as 1, 2, 3, 4
  public static NgramKernel of(List<String> texts, WordSplitter splitter, int... orders) {
    return of(Grams.words(texts, splitter), orders);
  }

  static NgramKernel of(Grams words, int... orders) {
    KernelRows rows = new KernelRows(words.texts(), orders.length);
    Grams grams = words;
    for (int order : Arrays.stream(orders).sorted().toArray()) {
      grams = grams.ofOrder(order);
      rows.add(grams);
    }
    return new NgramKernel(rows.parts());
  }

  /// The same kernel with each text wholly like itself, where it has any n-gram.
  public NgramKernel normalised() {
    double[] diagonal = diagonal();
    double[] weights = parts.weights.clone();
    double[] rest = parts.rest.clone();
    for (int t = 0; t < size(); t++) {
      double root = Math.sqrt(diagonal[t]);
      for (int i = parts.starts[t]; i < parts.starts[t + 1]; i++) {
        weights[i] /= root;
      }
      rest[t] = diagonal[t] > 0 ? rest[t] / diagonal[t] : 0;
    }
    return new NgramKernel(new Parts(parts.starts, parts.grams, weights, parts.features, rest));
  }

  public int size() {
    return parts.rest.length;
  }

  Parts parts() {
    return parts;
  }

  /// How like itself each text is: 1 unless it is too short for some length of n-grams.
  public double[] diagonal() {
    double[] diagonal = parts.rest.clone();
    for (int t = 0; t < diagonal.length; t++) {
      for (int i = parts.starts[t]; i < parts.starts[t + 1]; i++) {
        diagonal[t] += parts.weights[i] * parts.weights[i];
      }
    }
    return diagonal;
  }

  /// The whole matrix: 8 n² bytes.
  public KernelMatrix matrix() {
    int size = size();
    double[] values = new double[size * size];
    Postings postings = new Postings(parts);
    for (int t = 0; t < size; t++) {
      postings.addRow(t, values, t * size);
      values[t * size + t] += parts.rest[t];
    }
    return KernelMatrix.taking(size, values);
  }

  /// The sum of squares of all entries, without the matrix in memory.
  double sumOfSquares() {
    double[] row = new double[size()];
    Postings postings = new Postings(parts);
    double sum = 0;
    for (int t = 0; t < row.length; t++) {
      Arrays.fill(row, 0);
      postings.addRow(t, row, 0);
      row[t] += parts.rest[t];
      sum += Vectors.dot(row, row);
    }
    return sum;
  }

  /// Puts K times `in` into `out`, for several vectors at once.
  ///
  /// @param sums room for one number for each n-gram and vector, overwritten
  /// @param width how many vectors; the i-th numbers of all stand side by side
  void multiply(double[] in, double[] out, double[] sums, int width) {
    Arrays.fill(sums, 0);
    for (int t = 0; t < size(); t++) {
      for (int i = parts.starts[t]; i < parts.starts[t + 1]; i++) {
        addTimes(parts.weights[i], in, t * width, sums, parts.grams[i] * width, width);
      }
    }
    for (int t = 0; t < size(); t++) {
      int at = t * width;
      for (int lane = 0; lane < width; lane++) {
        out[at + lane] = parts.rest[t] * in[at + lane];
      }
      for (int i = parts.starts[t]; i < parts.starts[t + 1]; i++) {
        addTimes(parts.weights[i], sums, parts.grams[i] * width, out, at, width);
      }
    }
  }

  private static void addTimes(double factor, double[] from, int at, double[] to, int there, int width) {
    if (width == 8) {
      addEight(factor, from, at, to, there);
    } else {
      for (int lane = 0; lane < width; lane++) {
        to[there + lane] += factor * from[at + lane];
      }
    }
  }

  /// Written out, since the compiler turns a fixed number of steps into few instructions.
  private static void addEight(double factor, double[] from, int at, double[] to, int there) {
    for (int lane = 0; lane < 8; lane++) {
      to[there + lane] += factor * from[at + lane];
    }
  }

  /// Which texts have an n-gram.
  private static final class Postings {
    private final Parts parts;
    private final int[] starts;
    private final int[] texts;
    private final double[] weights;

    Postings(Parts parts) {
      this.parts = parts;
      starts = new int[parts.features + 1];
      for (int gram : parts.grams) {
        starts[gram + 1]++;
      }
      for (int gram = 0; gram < parts.features; gram++) {
        starts[gram + 1] += starts[gram];
      }
      texts = new int[parts.grams.length];
      weights = new double[parts.grams.length];
      int[] next = starts.clone();
      for (int t = 0; t < parts.rest.length; t++) {
        for (int i = parts.starts[t]; i < parts.starts[t + 1]; i++) {
          int place = next[parts.grams[i]]++;
          texts[place] = t;
          weights[place] = parts.weights[i];
        }
      }
    }

    void addRow(int text, double[] into, int offset) {
      for (int i = parts.starts[text]; i < parts.starts[text + 1]; i++) {
        double weight = parts.weights[i];
        int end = starts[parts.grams[i] + 1];
        for (int place = starts[parts.grams[i]]; place < end; place++) {
          into[offset + texts[place]] += weight * weights[place];
        }
      }
    }
  }
}
