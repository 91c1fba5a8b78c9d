package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterOrderTest {

  private static double[][] near(double... places) {
    double[][] similarity = new double[places.length][places.length];
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        similarity[i][j] = 1 - Math.abs(places[i] - places[j]);
      }
    }
    return similarity;
  }

  @Test
  void authorsOnALineStandInTheOrderOfTheLine() {
    int[] order = ClusterOrder.of(near(0.5, 0.1, 0.9, 0.12, 0.55, 0.96));
    assertThat(order).containsExactly(1, 3, 0, 4, 2, 5);
  }

  @Test
  void groupsStandTogetherHoweverTheyAreMixed() {
    Random random = new Random(12);
    for (int repeat = 0; repeat < 100; repeat++) {
      int[] group = IntStream.range(0, 12).map(_ -> random.nextInt(3)).toArray();
      double[][] similarity = new double[12][12];
      for (int i = 0; i < 12; i++) {
        for (int j = 0; j < 12; j++) {
          similarity[i][j] = (group[i] == group[j] ? 0.8 : 0.1) + 0.1 * random.nextDouble();
        }
      }
      int[] groups = Arrays.stream(ClusterOrder.of(similarity)).map(i -> group[i]).toArray();
      long changes = IntStream.range(1, 12).filter(i -> groups[i] != groups[i - 1]).count();
      assertThat(changes).isEqualTo(Arrays.stream(group).distinct().count() - 1);
    }
  }

  /// Single linkage would join 2 to the chain 0-1 first: it is nearer to 1 than 3 and 4 are to each other.
  @Test
  void theMeanOfAllPairsDecidesAndNotTheNearest() {
    double[][] similarity = near(0, 0.1, 0.3, 0.52, 0.73);
    assertThat(ClusterOrder.of(similarity)).containsExactly(0, 1, 2, 3, 4);
    double[][] odd = {{1, 0.9, 0.1}, {0.9, 1, 0.8}, {0.1, 0.8, 1}};
    assertThat(ClusterOrder.of(odd)).containsExactly(0, 1, 2);
    double[][] turned = {{1, 0.9, 0.8}, {0.9, 1, 0.1}, {0.8, 0.1, 1}};
    assertThat(ClusterOrder.of(turned)).containsExactly(1, 0, 2);
  }

  @Test
  void equalSimilaritiesKeepTheNumbersInOrder() {
    assertThat(ClusterOrder.of(new double[5][5])).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void bothDirectionsCountAndUnknownPairsStandApart() {
    double unknown = Double.NaN;
    double[][] similarity = {{1, unknown, unknown, 0.2}, {unknown, 1, unknown, unknown}, {0.9, unknown, 1, unknown},
        {0.2, unknown, unknown, 1}};
    assertThat(ClusterOrder.of(similarity)).containsExactly(1, 3, 0, 2);
    assertThat(ClusterOrder.of(new double[0][0])).isEmpty();
    assertThat(ClusterOrder.of(new double[1][1])).containsExactly(0);
  }
}
