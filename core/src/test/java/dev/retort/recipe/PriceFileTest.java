package dev.retort.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFileTest {
  @TempDir
  Path folder = Path.of("");

  private PriceFile read(String name, String text) throws IOException {
    return PriceFile.read(Files.writeString(folder.resolve(name), text));
  }

  @Test
  void pricesAreReadFromYamlAndJson() throws IOException {
    PriceFile yaml = read("p.yaml",
        """
            small-model: {input: 0.15, output: 0.60, as_of: 2026-11-01, source: "https://example.com/prices"}
            "org/large model": {input: 3, output: 15, cached_input: 0.3, per_call: 0.01, as_of: 2026-10-31, source: "https://example.com"}
            """);
    assertThat(yaml.problems()).isEmpty();
    assertThat(yaml.prices()).containsOnlyKeys("small-model", "org/large model");
    assertThat(yaml.prices().get("org/large model")).isNotNull()
        .satisfies(price -> assertThat(price.cachedInput()).isEqualByComparingTo("0.3"));

    PriceFile json = read("p.json",
        "{\"m\": {\"input\": 1, \"output\": 2, \"as_of\": \"2026-11-01\", \"source\": \"https://example.com\"}}");
    assertThat(json.problems()).isEmpty();
    assertThat(json.prices()).containsOnlyKeys("m");
  }

  @Test
  void anEntryWithoutSourceOrDayIsRefusedWithItsLine() throws IOException {
    PriceFile read = read("p.yaml", """
        good: {input: 1, output: 2, as_of: 2026-11-01, source: "https://example.com"}
        undated: {input: 1, output: 2, source: "https://example.com"}
        unsourced: {input: 1, output: 2, as_of: 2026-11-01}
        odd: {input: 1, output: 2, as_of: 2026-11-01, source: "https://example.com", per_image: 3}
        """);
    assertThat(read.prices()).containsOnlyKeys("good");
    assertThat(read.problems()).extracting(Problem::toString).satisfiesExactly(
        line -> assertThat(line).contains("p.yaml:2:").contains("undated.as_of: the key is missing"),
        line -> assertThat(line).contains("p.yaml:3:").contains("unsourced.source: the key is missing"),
        line -> assertThat(line).contains("p.yaml:4:").contains("unknown key 'per_image'"));
  }

  @Test
  void aMissingFileIsAProblemAndNotACrash() {
    assertThat(PriceFile.read(folder.resolve("none.yaml")).problems()).singleElement().asString()
        .contains("none.yaml").contains("cannot be read");
  }
}
