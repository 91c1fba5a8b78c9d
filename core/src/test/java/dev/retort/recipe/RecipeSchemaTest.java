package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema made for editors takes what the reader takes. It is made here with the tests' own steps in it.
class RecipeSchemaTest {
  @TempDir
  static Path out = Path.of("");
  private static String text = "";

  @BeforeAll
  static void makeTheSchema() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String part : List.of("recipe/Recipe.java", "recipe/StepEntry.java", "teacher", "step", "row")) {
      sources.addAll(Javac.sources(Javac.root().resolve("core/src/main/java/dev/retort/" + part)));
    }
    sources.add(Javac.root().resolve("core/src/test/java/dev/retort/recipe/Trials.java"));
    Javac.run(sources, out, "-proc:only");
    text = Files.readString(out.resolve("META-INF/retort/recipe.schema.json"));
  }

  private static List<Error> errors(String yaml) {
    Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    return schema.validate(yaml, InputFormat.YAML);
  }

  @Test
  void theSchemaIsASchema() {
    Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(meta.validate(text, InputFormat.JSON)).isEmpty();
    assertThat(meta.validate("{\"type\": \"strin\"}", InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {RecipeReaderTest.WHOLE, "steps: [trial_sample]", "steps: [{trial_sample: null, as: x}]",
      "steps: [{trial_respond: {teachers: qwen}}]", "steps: [{trial_keep: a}]", "steps: [{trial_respond: qwen}]"})
  void takesWhatTheReaderTakes(String yaml) {
    assertThat(errors(yaml)).isEmpty();
    assertThat(RecipeReaderTest.read(yaml, Map.of()).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random_seed: 1", "steps: [trial_sample]\nrandom_sed: 1", "steps: [trial_keep]",
      "steps: [{trial_sample: null, trial_keep: a}]", "steps: [{trial_keep: {where: a, strikt: true}}]",
      "steps: [{as: x}]", "steps: [{trial_sample: {pause: 120}}]", "steps: [trial_sample]\nintended_use: open-release",
      "steps: [trial_sample]\nteachers: {t: {terms: own}}",
      "steps: [trial_sample]\nteachers: {t: {trial_file: x, limits: {in_flight: many}}}",
      "steps: [trial_sample]\nteachers: {t: {trial_api: {base_url: u, model: m, api_key: sk-123}}}"})
  void refusesWhatTheReaderRefuses(String yaml) {
    assertThat(errors(yaml)).isNotEmpty();
    assertThat(RecipeReaderTest.read(yaml, Map.of()).problems()).isNotEmpty();
  }
}
