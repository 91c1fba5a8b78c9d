package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.recipe.KindInfo.Role;
import dev.retort.recipe.Trials.TrialRespond;
import dev.retort.step.Default;
import dev.retort.teacher.Teacher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.load(List.of());

  @TempDir
  Path folder = Path.of("");

  @Test
  void tellsWhatTheSourceSaysOfAStep() {
    KindInfo info = CATALOGUE.info(Role.STEP, "trial_respond");
    assertThat(info.unit()).isEqualTo("model");
    assertThat(info.summary()).isEqualTo("Answers prompts.");
    assertThat(info.sections()).containsEntry("writes", "`text`, in one row or more.").hasSize(6);
    assertThat(info.options()).extracting(KindInfo.Option::name).containsExactly("teachers", "samples", "sampling",
        "max_turns");
    assertThat(info.options()).extracting(KindInfo.Option::required).containsExactly(true, false, false, false);
    assertThat(info.options().get(0).type()).isEqualTo("list of text");
    assertThat(info.options().get(1).byDefault()).isEqualTo("1");
    assertThat(info.options().get(1).doc()).isEqualTo("how often, 1 or more");
    assertThat(info.options().get(2).options()).extracting(KindInfo.Option::name).contains("top_p", "extra");
    assertThat(CATALOGUE.type(Role.STEP, "trial_respond")).isEqualTo(TrialRespond.class);
  }

  @Test
  void givesTheReferencePage() {
    assertThat(CATALOGUE.page(Role.STEP, "trial_read")).contains("# Step `trial_read`", "Brings rows in.",
        "It stands for any source.", "**Cost:** no model call.",
        "| `path` | text | **required** | where the rows are |",
        "| `layout` | one of auto, chat, prompt_completion | `auto` | how they lie \\| by name |",
        "| `terms.allow` | list of one of research,",
        "```yaml\n- trial_read: {path: data/rows.jsonl, terms: odc-by}\n```");
    assertThat(CATALOGUE.page(Role.TEACHER, "trial_api")).contains("# Teacher `trial_api`",
        "| `api_key` | secret | none | the key it wants |");
  }

  @Test
  void everyDefaultIsOneItsOptionTakes() {
    for (Role role : Role.values()) {
      for (String name : CATALOGUE.all(role)) {
        assertThat(Defaults.problems(CATALOGUE, CATALOGUE.type(role, name))).as(name).isEmpty();
      }
    }
    assertThat(Defaults.problems(CATALOGUE, Recipe.class)).isEmpty();
    assertThat(Defaults.problems(CATALOGUE, Wrong.class)).hasSize(1);
  }

  @Test
  void noKindIsNamedLikeAKeyThatStandsBesideIt() {
    assertThat(CATALOGUE.steps()).doesNotContainAnyElementsOf(Options.of(StepEntry.class).names());
    assertThat(CATALOGUE.teachers()).doesNotContainAnyElementsOf(Options.of(Teacher.class).names());
    assertThat(Options.of(StepEntry.class).names()).containsExactly("as", "from");
  }

  record Wrong(@Default("x") int number) {}

  @Test
  void anUnknownNameGetsANearMiss() {
    assertThatThrownBy(() -> CATALOGUE.info(Role.STEP, "trial_keeep")).isInstanceOf(UserError.class)
        .hasMessageContaining("Did you mean 'trial_keep'?");
  }

  @Test
  void refusesFoldersThatHoldNoPlugin() throws IOException {
    assertRefused("no such folder", folder.resolve("none"));
    assertRefused("holds no .jar file", folder);
    Files.writeString(folder.resolve("a.jar"), "no jar");
    assertRefused("a.jar: not a jar", folder);
  }

  @Test
  void refusesANameInTwoJarsAndNamesBoth() throws IOException {
    jar("a.jar", "step\tshout\tx.Shout\n");
    jar("b.jar", "step\tshout\ty.Shout\n");
    assertRefused("step 'shout': it stands in " + folder.resolve("a.jar") + " and in " + folder.resolve("b.jar"),
        folder);
  }

  @Test
  void refusesAJarOfAnotherVersion() throws IOException {
    jar("a.jar", "wheel\tshout\tx.Shout\n");
    assertRefused("does not know", folder);
  }

  @Test
  void aJarWhoseClassIsMissingIsToldAtTheStepThatNamesIt() throws IOException {
    jar("a.jar", "step\tshout\tx.Shout\n");
    Catalogue catalogue = Catalogue.load(List.of(folder));
    Reading reading = new RecipeReader(catalogue, Map.of(), _ -> null).readText("r.yaml",
        "steps:\n  - shout: {}\n", folder);
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().getFirst().where()).isEqualTo("r.yaml:2:5: steps[0].shout");
    assertThat(reading.problems().getFirst().message()).contains("x.Shout", "a.jar", "cannot be loaded");
    Reading set = new RecipeReader(catalogue, Map.of("steps.0.loud", "1"), _ -> null).readText("r.yaml",
        "steps:\n  - shout: a\n", folder);
    assertThat(set.problems()).hasSize(2).allMatch(problem -> problem.message().contains("cannot be loaded"));
  }

  private static void assertRefused(String fragment, Path plugins) {
    assertThatThrownBy(() -> Catalogue.load(List.of(plugins))).isInstanceOf(UserError.class)
        .hasMessageContaining(fragment);
  }

  private void jar(String name, String names) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      jar.putNextEntry(new JarEntry("META-INF/retort/names.tsv"));
      jar.write(names.getBytes(StandardCharsets.UTF_8));
    }
  }
}
