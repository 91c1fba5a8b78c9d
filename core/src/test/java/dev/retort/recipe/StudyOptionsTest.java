package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.recipe.PreferenceFiles.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyOptionsTest {
  private static final String STEPS = "steps:\n  - simulated_chats: {}\n";

  @TempDir
  Path temp;

  private StudyOptions read(String study, Map<String, String> set) throws IOException {
    Path file = Files.writeString(temp.resolve("recipe.yaml"), STEPS + study);
    return new RecipeReader(Catalogue.load(List.of()), set, _ -> "").study(file, temp);
  }

  @Test
  void whatIsLeftOutIsAsAlpacaEvalHasIt() throws IOException {
    StudyOptions options = read("study: {preferences: {path: judged.jsonl}}\n", Map.of());

    assertThat(options).isEqualTo(StudyOptions.DEFAULT.with(PreferenceFiles.of(List.of("judged.jsonl"))));
    assertThat(read("", Map.of())).isEqualTo(StudyOptions.DEFAULT);
  }

  @Test
  void theStudyIsReadWhateverTheRestOfTheRecipeNames() throws IOException {
    Path file = Files.writeString(temp.resolve("recipe.yaml"), """
        teachers:
          gone: {some_plugin: {api_key: "${NOT_THERE}"}}
        steps:
          - a_step_of_a_plugin: {}
        study: {by: author, prompts: 50}
        """);
    StudyOptions options = new RecipeReader(Catalogue.load(List.of()), Map.of("study.prompts", "60"), _ -> null)
        .study(file, temp);

    assertThat(options.by()).isEqualTo("author");
    assertThat(options.prompts()).isEqualTo(60);
  }

  @Test
  void mistakesAreToldWithTheirPlace() {
    assertThatThrownBy(() -> read("study: {prompts: 1, bye: teacher}\n", Map.of())).isInstanceOf(UserError.class)
        .hasMessageContaining("study.bye").hasMessageContaining("by");
    assertThatThrownBy(() -> read("study: {prompts: 1}\n", Map.of())).isInstanceOf(UserError.class)
        .hasMessageContaining("recipe.yaml:3:").hasMessageContaining("prompts found 1, wanted 2 to 20000.");
    assertThatThrownBy(() -> read("study: {preferences: {path: a, range: [1, 1]}}\n", Map.of()))
        .isInstanceOf(UserError.class).hasMessageContaining("range found [1.0, 1.0]");
  }

  @Test
  void aShareGoesFromOneEndOfTheRangeToTheOther() {
    Scale scale = Scale.ALPACA_EVAL;
    Scale turned = new Scale(List.of(5.0, 1.0), List.of());

    assertThat(List.of(scale.share(1), scale.share(1.25), scale.share(2), scale.share(0), scale.share(1.5)))
        .containsExactly(0.0, 0.25, 1.0, 0.5, 0.5);
    assertThat(List.of(turned.share(5), turned.share(2), turned.share(0))).containsExactly(0.0, 0.75, 1.25);
  }
}
