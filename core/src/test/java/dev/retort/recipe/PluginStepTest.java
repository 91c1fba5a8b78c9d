package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.recipe.KindInfo.Role;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfRow;
import dev.retort.step.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example plug-in is compiled as its author would, put into a jar, and used by a recipe.
class PluginStepTest {
  private static final Schema TEXT = Schema.of(Column.text("response"));

  @TempDir
  Path folder = Path.of("");

  @BeforeEach
  void buildTheJar() throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Javac.run(Javac.sources(Javac.root().resolve("examples/plugin-step/src/main/java")), classes);
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("shout.jar")));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
  }

  private Reading read(String steps) {
    Catalogue catalogue = Catalogue.load(List.of(folder.resolve("plugins")));
    return new RecipeReader(catalogue, Map.of(), _ -> null).readText("r.yaml", "steps:\n  - " + steps, folder);
  }

  private Outcome run(String steps, @Nullable String text) {
    OfRow step = (OfRow) read(steps).orThrow().steps().getFirst().step();
    return step.kernel(TEXT, TEXT).apply(new Row("r1", TEXT, text));
  }

  @Test
  void aStepFromAJarIsBoundAndRun() {
    assertThat(run("shout: {column: response, marks: '!'}", "hello"))
        .isEqualTo(Outcome.kept(new Row("r1", TEXT, "HELLO!")));
    assertThat(run("shout: response", "hello")).isEqualTo(Outcome.kept(new Row("r1", TEXT, "HELLO")));
    assertThat(run("shout: response", null)).isEqualTo(new Outcome.Dropped("no_text"));
  }

  @Test
  void itsChecksAndNearMissesAreTold() {
    assertThat(read("shout: {column: a, marks: '!!!!!!!!!!!'}").problems()).singleElement()
        .hasToString("r.yaml:2:31: steps[0].shout.marks: marks must be 10 characters or fewer, not 11");
    assertThat(read("shuot: a").problems().getFirst().message()).contains("Did you mean 'shout'?");
  }

  @Test
  void itStandsInTheCatalogueBesideRetortsOwn() {
    Catalogue catalogue = Catalogue.load(List.of(folder.resolve("plugins")));
    assertThat(catalogue.steps()).contains("shout").containsAll(Catalogue.load(List.of()).steps());
    assertThat(catalogue.info(Role.STEP, "shout").summary()).isEqualTo("Puts a text in capital letters.");
    assertThat(catalogue.page(Role.STEP, "shout")).contains("# Step `shout`", "- shout: {column: response");
    assertThat(Catalogue.load(List.of()).steps()).doesNotContain("shout");
  }
}
