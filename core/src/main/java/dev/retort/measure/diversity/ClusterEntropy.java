package dev.retort.measure.diversity;

import java.util.Arrays;
import java.util.SplittableRandom;

/// How evenly texts spread over clusters: the entropy of the sizes of k-means clusters.
///
/// `-sum p ln p` over clusters' shares of the texts; 0 (all in one) to ln k. Vectors are an embedding's, or hashed n-gram
/// features ([HashedFeatures]), brought to length 1. k-means starts from k-means++ seeds (Arthur and Vassilvitskii 2007)
/// and goes on until nothing moves or for 100 rounds; the best of several starts by the sum of squared distances counts.
/// An empty cluster takes the vector that is farthest from its centre. Cost: n k d a round. Values compare only for equal
/// k, n and vectors.
///
/// @param labels the cluster of each vector
/// @param clusters k
/// @param inertia the sum of squared distances to the centres
@SuppressWarnings("ArrayRecordComponent")
public record ClusterEntropy(int[] labels, int clusters, double inertia) {
  private static final int ROUNDS = 100;

  /// @param starts how many times to begin anew
  public static ClusterEntropy of(double[][] vectors, int clusters, int starts, long seed) {
    if (clusters < 1 || clusters > vectors.length || starts < 1) {
      throw new IllegalArgumentException("clusters: found %d of %d vectors and %d starts, wanted 1 to %d, and 1 start. "
          .formatted(clusters, vectors.length, starts, vectors.length) + "Ask for fewer clusters.");
    }
    double[][] unit = Vectors.unit(vectors);
    SplittableRandom random = new SplittableRandom(seed);
    ClusterEntropy best = new KMeans(unit, clusters, random).run(ROUNDS);
    for (int start = 1; start < starts; start++) {
      ClusterEntropy next = new KMeans(unit, clusters, random).run(ROUNDS);
      best = next.inertia < best.inertia ? next : best;
    }
    return best;
  }

  /// In nats.
  public double entropy() {
    return entropy(sizes(), labels.length);
  }

  /// How many clusters of one size would have this entropy.
  public double effectiveClusters() {
    return Math.exp(entropy());
  }

  public int[] sizes() {
    int[] sizes = new int[clusters];
    Arrays.stream(labels).forEach(label -> sizes[label]++);
    return sizes;
  }

  /// The entropy with one vector less, clusters held fixed.
  double entropyWithout(int vector) {
    int[] sizes = sizes();
    sizes[labels[vector]]--;
    return entropy(sizes, labels.length - 1);
  }

  static double entropy(int[] sizes, long total) {
    double entropy = 0;
    for (int size : sizes) {
      double share = (double) size / total;
      entropy -= size > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }
}
