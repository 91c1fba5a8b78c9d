package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final Positions POSITIONS = RecipeReaderTest
      .read(RecipeReaderTest.WHOLE, Map.of("random_seed", "8")).positions();

  private static String where(String path) {
    return POSITIONS.problem(path, "m").where();
  }

  @Test
  void aPathIsFoundWhereItsKeyStands() {
    assertThat(where("intended_use")).isEqualTo("r.yaml:3:1: intended_use");
    assertThat(where("steps[1].trial_respond.teachers")).isEqualTo("r.yaml:12:21: steps[1].trial_respond.teachers");
    assertThat(where("steps[1].trial_respond.teachers[1]")).startsWith("r.yaml:12:38: ");
    assertThat(where("steps[3].trial_sample")).startsWith("r.yaml:14:5: ");
  }

  @Test
  void anOptionThatIsNotThereIsToldAtWhatHoldsIt() {
    assertThat(where("steps[0].trial_read.layout")).isEqualTo("r.yaml:10:5: steps[0].trial_read.layout");
    assertThat(where("steps[99].read")).isEqualTo("r.yaml:9:1: steps[99].read");
    assertThat(where("teachers.gpt-4.1")).startsWith("r.yaml:4:1: ");
    assertThat(where("nothing")).isEqualTo("r.yaml: nothing");
    assertThat(where("")).isEqualTo("r.yaml");
  }

  @Test
  void whatWasSetByTheCommandLineIsToldThere() {
    assertThat(where("random_seed")).contains("--set").endsWith(": random_seed");
  }

  @Test
  void hostilePathsEndAtTheFile() {
    assertThat(where("[[[.[0]..x")).isEqualTo("r.yaml: [[[.[0]..x");
    assertThat(Positions.of("f").problem("a.b", "m")).hasToString("f: a.b: m");
  }
}
