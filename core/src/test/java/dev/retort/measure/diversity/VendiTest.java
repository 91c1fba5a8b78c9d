package dev.retort.measure.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retort.measure.diversity.VendiEstimate.Estimate;
import dev.retort.measure.diversity.VendiEstimate.Plan;
import dev.retort.text.PythonWords;
import dev.retort.text.WordSplitter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VendiTest {
  private static final WordSplitter SPLIT = new PythonWords();
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static double score(List<String> texts, double q) {
    return Vendi.of(NgramKernel.of(texts, SPLIT, 1, 2).normalised().matrix(), q).number().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, INFINITE})
  void equalTextsCountAsOneAndOrthogonalOnesEach(double q) {
    assertThat(score(List.of("a b", "a b", "a b"), q)).isCloseTo(1, within(1e-6));
    assertThat(score(List.of("a b", "c d", "e f"), q)).isCloseTo(3, within(1e-12));
    assertThat(score(List.of("a b", "c d", "a b", "c d"), q)).isCloseTo(2, within(1e-6));
  }

  @Test
  void aDuplicateNeverMakesTextsMoreDiverse() {
    List<String> texts = List.of("a b c", "a b d", "e f g");
    double before = score(texts, 1);
    assertThat(score(List.of("a b c", "a b d", "e f g", "a b d"), 1)).isLessThan(before);
    assertThat(score(List.of("a b c", "a b d", "e f g", "h i j"), 1)).isGreaterThan(before);
  }

  @Test
  void aTextTooShortForTheNgramsIsStillLikeItself() {
    NgramKernel kernel = NgramKernel.of(List.of("a", "b c", "d e"), SPLIT, 1, 2);
    assertThat(kernel.diagonal()).containsExactly(new double[]{0.5, 1, 1}, within(1e-15));
    assertThat(kernel.normalised().diagonal()).containsExactly(new double[]{1, 1, 1}, within(1e-15));
    assertThat(Vendi.of(kernel.normalised().matrix(), 1).number().orElseThrow()).isCloseTo(3, within(1e-12));
    assertThat(Vendi.of(NgramKernel.of(List.of("", ""), SPLIT, 1).matrix(), 1)).isInstanceOf(Score.Absent.class);
    assertThat(Vendi.of(NgramKernel.of(List.of(), SPLIT, 1).matrix(), 1)).isInstanceOf(Score.Absent.class);
  }

  @Test
  void theSparseKernelIsTheCosineOfCounts() {
    List<String> texts = DiversityProfileTest.texts(30, 20, 3);
    KernelMatrix ours = NgramKernel.of(texts, SPLIT, 1, 3).matrix();
    double[][] one = counts(Grams.words(texts, SPLIT));
    double[][] three = counts(Grams.words(texts, SPLIT).ofOrder(3));
    KernelMatrix first = KernelMatrix.cosine(one);
    KernelMatrix second = KernelMatrix.cosine(three);
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 30; j++) {
        assertThat(ours.at(i, j)).isCloseTo((first.at(i, j) + second.at(i, j)) / 2, within(1e-12));
      }
    }
  }

  private static double[][] counts(Grams grams) {
    double[][] counts = new double[grams.texts()][grams.unique()];
    for (int t = 0; t < counts.length; t++) {
      for (int gram : grams.of(t)) {
        counts[t][gram]++;
      }
    }
    return counts;
  }

  @Test
  void weightsThatAreEqualChangeNothingAndOneTextAloneIsOne() {
    KernelMatrix kernel = NgramKernel.of(DiversityProfileTest.texts(12, 30, 1), SPLIT, 1).matrix();
    double[] equal = new double[12];
    Arrays.fill(equal, 1.0 / 12);
    double[] single = new double[12];
    single[4] = 1;
    assertThat(Vendi.weighted(kernel, equal, 1).number().orElseThrow())
        .isCloseTo(Vendi.of(kernel, 1).number().orElseThrow(), within(1e-10));
    assertThat(Vendi.weighted(kernel, single, 1).number().orElseThrow()).isCloseTo(1, within(1e-10));
    assertThatThrownBy(() -> Vendi.weighted(kernel, new double[3], 1)).hasMessageContaining("found 3");
    assertThatThrownBy(() -> Vendi.of(kernel, 0)).hasMessageContaining("above 0");
  }

  @Test
  void bothFormsOfVectorsAgreeForEveryOrder() {
    SplittableRandom random = new SplittableRandom(4);
    double[][] vectors = new double[40][7];
    for (double[] vector : vectors) {
      Arrays.setAll(vector, i -> random.nextDouble() - 0.4);
    }
    for (double q : new double[]{0.5, 1, 1.5, 2, 3, INFINITE}) {
      assertThat(Vendi.dual(vectors, q).number().orElseThrow())
          .isCloseTo(Vendi.of(KernelMatrix.cosine(vectors), q).number().orElseThrow(),
              withinPercentage(q < 1 ? 1e-3 : 1e-8));
    }
  }

  @Test
  void theEigenvaluesAreThoseOfAMatrixBuiltFromThem() {
    double[] values = {5, 3, 3, 1e-3, 0, 0, -2};
    double[] symmetric = rotated(values, new SplittableRandom(8));
    double[] found = Vectors.eigenvalues(values.length, symmetric);
    Arrays.sort(found);
    Arrays.sort(values);
    assertThat(found).containsExactly(values, within(1e-12));
  }

  /// Q diag Q' for random reflections Q.
  private static double[] rotated(double[] values, SplittableRandom random) {
    int n = values.length;
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      matrix[i][i] = values[i];
    }
    for (int round = 0; round < 3; round++) {
      double[] v = random.doubles(n).toArray();
      double length = Vectors.dot(v, v);
      double[][] next = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            for (int l = 0; l < n; l++) {
              next[i][j] += ((i == k ? 1 : 0) - 2 * v[i] * v[k] / length) * matrix[k][l]
                  * ((l == j ? 1 : 0) - 2 * v[l] * v[j] / length);
            }
          }
        }
      }
      matrix = next;
    }
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }

  @Test
  void theEstimatesIntervalHoldsTheExactScoreAsOftenAsItSays() {
    List<String> texts = DiversityProfileTest.texts(400, 2000, 6);
    NgramKernel kernel = NgramKernel.of(texts, SPLIT, 1, 2, 3, 4).normalised();
    double[] spectrum = kernel.matrix().spectrum();
    for (double q : new double[]{0.5, 1, 1.5}) {
      double exact = Vendi.score(spectrum, q).number().orElseThrow();
      List<Estimate> estimates = IntStream.range(0, 60)
          .mapToObj(seed -> VendiEstimate.of(kernel, new Plan(16, 24, seed)).score(q)).toList();
      assertThat(estimates).filteredOn(one -> one.low() <= exact && exact <= one.high()).hasSizeBetween(52, 60);
      assertThat(estimates).allSatisfy(one -> assertThat(one.value()).isCloseTo(exact, withinPercentage(2)));
      assertThat(estimates).noneMatch(one -> one.low() <= exact * 1.05 && exact * 1.05 <= one.high());
    }
  }

  @Test
  void theOrdersThatNeedNoChanceAreExact() {
    NgramKernel kernel = NgramKernel.of(DiversityProfileTest.texts(300, 900, 2), SPLIT, 1, 2).normalised();
    double[] spectrum = kernel.matrix().spectrum();
    VendiEstimate estimate = VendiEstimate.of(kernel, Plan.USUAL);
    for (double q : new double[]{2, INFINITE}) {
      double exact = Vendi.score(spectrum, q).number().orElseThrow();
      assertThat(estimate.score(q).value()).isCloseTo(exact, withinPercentage(1e-5));
    }
    assertThatThrownBy(() -> VendiEstimate.of(NgramKernel.of(List.of("a"), SPLIT, 1), Plan.USUAL))
        .hasMessageContaining("exactly");
    assertThatThrownBy(() -> new Plan(3, 2, 1)).hasMessageContaining("multiple of 8");
  }

  @Test
  void textsThatAreAllTheSameAreEstimatedToo() {
    List<String> same = IntStream.range(0, 150).mapToObj(i -> "one two three four five").toList();
    Estimate one = VendiEstimate.of(NgramKernel.of(same, SPLIT, 1, 2), Plan.USUAL).score(1);
    assertThat(one.value()).isCloseTo(1, within(1e-6));
    List<String> apart = IntStream.range(0, 150).mapToObj(i -> "a" + i + " b" + i).toList();
    Estimate each = VendiEstimate.of(NgramKernel.of(apart, SPLIT, 1, 2), Plan.USUAL).score(1);
    assertThat(each.value()).isCloseTo(150, within(1e-6));
  }
}
