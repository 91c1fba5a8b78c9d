package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages in `docs/reference` are those the processor made of the source.
class ReferencePagesTest {
  private static final List<String> FOLDERS = List.of("steps", "teachers");

  @TempDir
  Path folder = Path.of("");

  @Test
  void theCommittedPagesAreThoseOfTheSource() throws IOException {
    Path docs = Javac.root().resolve("docs/reference");
    if (Boolean.getBoolean("retort.docs.write")) {
      write(made(), docs);
    }
    assertThat(differences(made(), docs))
        .as("run ./mvnw -q -pl processor,core verify -Dtest=ReferencePagesTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dretort.docs.write=true")
        .isEmpty();
  }

  @Test
  void changedMissingAndStalePagesAreNoticed() throws IOException {
    Map<String, String> pages = new TreeMap<>(Map.of("recipe.md", "a", "steps/one.md", "b", "steps/two.md", "c"));
    write(pages, folder);
    Files.writeString(folder.resolve("cli.md"), "another's page");
    assertThat(differences(pages, folder)).isEmpty();
    pages.put("recipe.md", "changed");
    pages.remove("steps/one.md");
    pages.put("steps/three.md", "d");
    assertThat(differences(pages, folder)).containsExactly("recipe.md differs", "steps/one.md has no source any more",
        "steps/three.md is missing");
    write(pages, folder);
    assertThat(differences(pages, folder)).isEmpty();
  }

  /// What the processor made of the library's own source, by path below `docs/reference`.
  private static Map<String, String> made() throws IOException {
    Path made = Path.of(URI.create(Recipe.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .resolve("META-INF/retort");
    Map<String, String> pages = new TreeMap<>();
    pages.put("recipe.schema.json", Files.readString(made.resolve("recipe.schema.json")));
    pages.put("recipe.md", Files.readString(made.resolve("reference/recipe.md")));
    for (String line : Files.readAllLines(made.resolve("names.tsv"))) {
      String[] parts = line.split("\t");
      String page = parts[0] + "s/" + parts[1] + ".md";
      pages.put(page, Files.readString(made.resolve("reference/" + page)));
    }
    return pages;
  }

  private static List<String> differences(Map<String, String> made, Path docs) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> page : made.entrySet()) {
      Path file = docs.resolve(page.getKey());
      if (!Files.exists(file)) {
        differences.add(page.getKey() + " is missing");
      } else if (!Files.readString(file).replace("\r\n", "\n").equals(page.getValue())) {
        differences.add(page.getKey() + " differs");
      }
    }
    for (String there : pages(docs)) {
      if (!made.containsKey(there)) {
        differences.add(there + " has no source any more");
      }
    }
    return differences.stream().sorted().toList();
  }

  private static List<String> pages(Path docs) throws IOException {
    List<String> pages = new ArrayList<>();
    for (String name : FOLDERS) {
      if (Files.isDirectory(docs.resolve(name))) {
        try (Stream<Path> files = Files.list(docs.resolve(name))) {
          files.forEach(file -> pages.add(name + "/" + file.getFileName()));
        }
      }
    }
    return pages;
  }

  private static void write(Map<String, String> made, Path docs) throws IOException {
    for (String there : pages(docs)) {
      if (!made.containsKey(there)) {
        Files.delete(docs.resolve(there));
      }
    }
    for (Map.Entry<String, String> page : made.entrySet()) {
      Path file = docs.resolve(page.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, page.getValue());
    }
  }
}
