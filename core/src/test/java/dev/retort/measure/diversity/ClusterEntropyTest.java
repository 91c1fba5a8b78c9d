package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.text.PythonWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterEntropyTest {

  /// Vectors near axes: `sizes[i]` of them near axis i.
  private static double[][] blobs(int... sizes) {
    SplittableRandom random = new SplittableRandom(2);
    List<double[]> vectors = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      for (int i = 0; i < sizes[axis]; i++) {
        double[] vector = random.doubles(sizes.length, -0.05, 0.05).toArray();
        vector[axis] += 1;
        vectors.add(vector);
      }
    }
    return vectors.toArray(double[][]::new);
  }

  @Test
  void separateBlobsAreFoundAndTheirEntropyIsThatOfTheirSizes() {
    ClusterEntropy even = ClusterEntropy.of(blobs(20, 20, 20, 20), 4, 5, 1);
    assertThat(even.sizes()).containsOnly(20);
    assertThat(even.entropy()).isCloseTo(Math.log(4), within(1e-12));
    assertThat(even.effectiveClusters()).isCloseTo(4, within(1e-9));
    ClusterEntropy uneven = ClusterEntropy.of(blobs(50, 10, 5), 3, 5, 1);
    assertThat(uneven.sizes()).containsExactlyInAnyOrder(50, 10, 5);
    assertThat(uneven.entropy()).isLessThan(Math.log(3) - 0.2);
  }

  @Test
  void everyVectorIsInTheClusterOfItsNearestMean() {
    SplittableRandom random = new SplittableRandom(7);
    double[][] vectors = new double[60][];
    Arrays.setAll(vectors, i -> random.doubles(5, -1, 1).toArray());
    ClusterEntropy found = ClusterEntropy.of(vectors, 6, 1, 3);
    double[][] unit = Vectors.unit(vectors);
    double[][] means = new double[6][5];
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 5; j++) {
        means[found.labels()[i]][j] += unit[i][j] / found.sizes()[found.labels()[i]];
      }
    }
    double inertia = 0;
    for (int i = 0; i < 60; i++) {
      double[] distances = new double[6];
      for (int c = 0; c < 6; c++) {
        distances[c] = KMeans.distance(unit[i], means[c]);
      }
      double own = distances[found.labels()[i]];
      assertThat(own).isCloseTo(Arrays.stream(distances).min().orElseThrow(), within(1e-12));
      inertia += own;
    }
    assertThat(found.inertia()).isCloseTo(inertia, within(1e-9));
  }

  @Test
  void equalSeedsGiveEqualClustersAndMoreStartsAreNoWorse() {
    double[][] vectors = blobs(9, 8, 7, 6, 5);
    ClusterEntropy one = ClusterEntropy.of(vectors, 4, 1, 5);
    assertThat(ClusterEntropy.of(vectors, 4, 1, 5).labels()).isEqualTo(one.labels());
    assertThat(ClusterEntropy.of(vectors, 4, 8, 5).inertia()).isLessThanOrEqualTo(one.inertia());
  }

  @Test
  void equalVectorsAndOneClusterHaveNoEntropy() {
    double[][] same = new double[10][];
    Arrays.setAll(same, i -> new double[]{1, 2});
    assertThat(ClusterEntropy.of(same, 1, 1, 1).entropy()).isZero();
    assertThat(ClusterEntropy.of(same, 3, 2, 1).entropy()).isFinite();
    assertThatThrownBy(() -> ClusterEntropy.of(same, 11, 1, 1)).hasMessageContaining("found 11 of 10");
  }

  @Test
  void hashedFeaturesTellTopicsApart() {
    List<String> texts = IntStream.range(0, 40).mapToObj(i -> i % 2 == 0
        ? "the cat and dog animal pet " + i
        : "the prime number theorem proof integer " + i).toList();
    double[][] vectors = Vectors.unit(HashedFeatures.of(texts, new PythonWords(), 256));
    double alike = Vectors.dot(vectors[0], vectors[2]);
    assertThat(alike).isGreaterThan(3 * Math.abs(Vectors.dot(vectors[0], vectors[1])));
    ClusterEntropy found = ClusterEntropy.of(HashedFeatures.of(texts, new PythonWords(), 256), 2, 10, 1);
    assertThat(found.sizes()).containsOnly(20);
  }
}
