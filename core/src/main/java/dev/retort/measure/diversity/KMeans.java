package dev.retort.measure.diversity;

import java.util.Arrays;
import java.util.SplittableRandom;

/// One run of Lloyd's k-means from seeds that are spread out.
final class KMeans {
  private final double[][] vectors;
  private final double[][] centres;
  private final int[] labels;
  private final double[] distances;

  KMeans(double[][] vectors, int clusters, SplittableRandom random) {
    this.vectors = vectors;
    centres = new double[clusters][];
    labels = new int[vectors.length];
    distances = new double[vectors.length];
    seed(random);
  }

  /// Each next seed is drawn by the squared distance to the nearest seed so far.
  private void seed(SplittableRandom random) {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int chosen = random.nextInt(vectors.length);
    for (int c = 0; c < centres.length; c++) {
      centres[c] = vectors[chosen].clone();
      double sum = 0;
      for (int i = 0; i < vectors.length; i++) {
        distances[i] = Math.min(distances[i], distance(vectors[i], centres[c]));
        sum += distances[i];
      }
      chosen = drawn(random.nextDouble() * sum);
    }
  }

  private int drawn(double at) {
    double left = at;
    for (int i = 0; i < distances.length; i++) {
      left -= distances[i];
      if (left < 0) {
        return i;
      }
    }
    return distances.length - 1;
  }

  ClusterEntropy run(int rounds) {
    Arrays.fill(labels, -1);
    for (int round = 0; round < rounds && assign(); round++) {
      move();
    }
    return new ClusterEntropy(labels.clone(), centres.length, Arrays.stream(distances).sum());
  }

  /// Gives each vector its nearest centre, the first of equals; whether any changed.
  private boolean assign() {
    boolean changed = false;
    for (int i = 0; i < vectors.length; i++) {
      int nearest = 0;
      distances[i] = Double.POSITIVE_INFINITY;
      for (int c = 0; c < centres.length; c++) {
        double distance = distance(vectors[i], centres[c]);
        if (distance < distances[i]) {
          distances[i] = distance;
          nearest = c;
        }
      }
      changed |= labels[i] != nearest;
      labels[i] = nearest;
    }
    return changed;
  }

  private void move() {
    int[] sizes = new int[centres.length];
    for (double[] centre : centres) {
      Arrays.fill(centre, 0);
    }
    for (int i = 0; i < vectors.length; i++) {
      sizes[labels[i]]++;
      add(vectors[i], centres[labels[i]]);
    }
    for (int c = 0; c < centres.length; c++) {
      if (sizes[c] == 0) {
        centres[c] = farthest().clone();
      } else {
        divide(centres[c], sizes[c]);
      }
    }
  }

  /// The vector farthest from its centre, which is not taken twice.
  private double[] farthest() {
    int farthest = 0;
    for (int i = 1; i < distances.length; i++) {
      farthest = distances[i] > distances[farthest] ? i : farthest;
    }
    distances[farthest] = 0;
    return vectors[farthest];
  }

  private static void add(double[] vector, double[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += vector[j];
    }
  }

  private static void divide(double[] vector, int by) {
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= by;
    }
  }

  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum += difference * difference;
    }
    return sum;
  }
}
