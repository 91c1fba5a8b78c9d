package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.retort.UserError;
import dev.retort.app.Library.OptionSheet;
import dev.retort.app.Library.Simulation;
import dev.retort.app.Library.StepSheet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalLibraryTest {
  private final LocalLibrary library = new LocalLibrary();

  @Test
  void aFaultOfAnUnknownNameIsTheUsersMistakeAndTheKnownOnesAreNamed() {
    assertThatThrownBy(() -> library.simulate(new Simulation(0, 0, null, 0, Map.of("rate_limmit", 0.1))))
        .isInstanceOf(UserError.class).hasMessageContaining("rate_limmit").hasMessageContaining(" rate_limit]");
  }

  @Test
  void onlyOptionsThatMustBeGivenHaveNoDefault() {
    StepSheet keep = sheet("keep");
    assertThat(keep.options()).extracting(OptionSheet::name, OptionSheet::value)
        .containsExactlyInAnyOrder(tuple("where", null),
            tuple("on_undecided", "drop"));
    assertThat(sheet("sample").options()).extracting(OptionSheet::value).containsOnly("(none)");
  }

  private StepSheet sheet(String name) {
    return library.steps(List.of()).stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }
}
