package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.step.TextOrFile;
import dev.retort.steps.ClusterAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir
  Path folder;

  private Reading read(String cluster) {
    return new RecipeReader(Catalogue.load(List.of()), Map.of(), _ -> null).readText("r.yaml",
        "steps:\n  - read: {path: a, terms: own}\n  - cluster_agent: {prompts: {cluster: %s}}\n".formatted(cluster),
        folder);
  }

  private static TextOrFile cluster(Recipe recipe) {
    ClusterAgent step = (ClusterAgent) recipe.steps().get(1).step();
    return Objects.requireNonNull(step.prompts().cluster());
  }

  @Test
  void aTextIsWrittenOutOrReadFromAFileBesideTheRecipe() throws IOException {
    Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/own.txt"), "Grüppe:\n{{#texts}}{{text}}{{/texts}}\n");
    assertThat(cluster(read("'Sort: {{texts}}'").orThrow())).isEqualTo(new TextOrFile("Sort: {{texts}}"));
    assertThat(cluster(read("file:prompts/own.txt").orThrow()))
        .isEqualTo(new TextOrFile("Grüppe:\n{{#texts}}{{text}}{{/texts}}\n"));
  }

  @Test
  void theTextCountsForWhatIsReusedAndNotTheNameOfItsFile() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "one");
    Files.writeString(folder.resolve("b.txt"), "one");
    String first = Canonical.of(read("file:a.txt").orThrow());
    assertThat(Canonical.of(read("file:b.txt").orThrow())).isEqualTo(first);
    assertThat(Canonical.of(read("one").orThrow())).isEqualTo(first);
    Files.writeString(folder.resolve("a.txt"), "two");
    assertThat(Canonical.of(read("file:a.txt").orThrow())).isNotEqualTo(first);
  }

  @Test
  void aFileThatIsMissingOrNoTextIsAProblemAtItsPlace() throws IOException {
    Files.write(folder.resolve("binary.txt"), new byte[]{(byte) 0xff, (byte) 0xfe, 0});
    Files.write(folder.resolve("large.txt"), "x".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("nope.txt", "binary.txt", "large.txt", "", ".")) {
      String said = "file:" + name;
      Reading reading = read("\"" + said + "\"");
      if (name.isEmpty()) {
        assertThat(cluster(reading.orThrow())).isEqualTo(new TextOrFile(said));
      } else {
        assertThat(reading.problems()).as(name).singleElement().asString().startsWith("r.yaml:3:").contains(name,
            "Name the file that holds the text");
      }
    }
  }
}
