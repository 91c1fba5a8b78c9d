package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({"a,a,0", "score,scroe,1", "score,scor,1", "kitten,sitting,3", "'',abc,3", "ab,ba,1", "abc,xyz,3"})
  void distancesAreThoseOfEditing(String a, String b, int distance) {
    assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    assertThat(Nearest.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void onlyANameThatIsNearIsSuggested() {
    assertThat(Nearest.hint("scroe", List.of("text", "score"))).isEqualTo(", did you mean 'score'?");
    assertThat(Nearest.hint("Score", List.of("text", "score"))).isEqualTo(", did you mean 'score'?");
    assertThat(Nearest.hint("teacher", List.of("text", "score"))).isEmpty();
    assertThat(Nearest.hint("x", List.of())).isEmpty();
  }
}
