package dev.retort.measure.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TagRatiosTest {
  private final TagRatios ratios = new TagRatios(List.of(new TagRatios.Ratio("ul", 2, 1),
      new TagRatios.Ratio("ol", 0, 4), new TagRatios.Ratio("em", 3, 0), new TagRatios.Ratio("h1", 0, 0)));

  @Test
  void whatTheTeacherNeverUsesHasNoRatioAndIsCounted() {
    assertThat(ratios.mean()).hasValue((2 + 0) / 2.0);
    assertThat(ratios.undefined()).isEqualTo(2);
    assertThat(ratios.onlyStudent()).isEqualTo(1);
    assertThat(ratios.onlyTeacher()).isEqualTo(1);
  }

  @Test
  void theGapIsOneWhereOnlyOneUsesAMark() {
    assertThat(ratios.gap().orElseThrow()).isCloseTo((1 / 3.0 + 1 + 1) / 3, within(1e-12));
    assertThat(new TagRatios(List.of(new TagRatios.Ratio("h1", 0, 0))).gap()).isEmpty();
    assertThat(new TagRatios(List.of(new TagRatios.Ratio("h1", 0, 0))).mean()).isEmpty();
  }
}
