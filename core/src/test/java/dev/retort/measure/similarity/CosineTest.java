package dev.retort.measure.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CosineTest {

  @Test
  void theAngleOfAHandCalculation() {
    assertThat(Cosine.between(new float[]{3, 4}, new float[]{4, 3})).hasValue(24 / 25.0);
    assertThat(Cosine.between(new float[]{1, 0}, new float[]{0, 5})).hasValue(0);
    assertThat(Cosine.between(new float[]{1, 2}, new float[]{-2, -4}).orElseThrow()).isCloseTo(-1, within(1e-15));
  }

  @Test
  void lengthDoesNotCountAndTheResultIsNeverPastOne() {
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      float[] one = new float[5];
      float[] longer = new float[5];
      for (int j = 0; j < 5; j++) {
        one[j] = random.nextFloat() - 0.5f;
        longer[j] = one[j] * 1024;
      }
      assertThat(Cosine.between(one, longer).orElseThrow()).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void hugeAndTinyVectorsHaveAnAngle() {
    assertThat(Cosine.between(new float[]{1e38f, 1e38f}, new float[]{1e-38f, 1e-38f}).orElseThrow()).isCloseTo(1,
        within(1e-12));
  }

  @Test
  void aVectorWithoutDirectionHasNoValue() {
    assertThat(Cosine.between(new float[]{0, 0}, new float[]{1, 0})).isEmpty();
  }

  @Test
  void vectorsOfTwoLengthsAreRefused() {
    assertThatThrownBy(() -> Cosine.between(new float[1], new float[2]))
        .hasMessage("cosine: found vectors of 1 and 2 numbers, wanted two of one length");
  }
}
