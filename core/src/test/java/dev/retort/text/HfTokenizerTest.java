package dev.retort.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.SharedData;
import dev.retort.UserError;
import dev.retort.row.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HfTokenizerTest {

  @ParameterizedTest
  @ValueSource(strings = {"gpt_neox", "llama2_granite"})
  void tokensEqualTheReferenceImplementationsNeedsShared(String name) throws IOException {
    Path data = SharedData.dir().resolve("data");
    int compared = 0;
    try (HfTokenizer tokenizer = HfTokenizer.open(data.resolve("tokenizers").resolve(name).resolve("tokenizer.json"))) {
      for (JsonNode line : golden(data)) {
        String text = line.get("text").stringValue();
        int[] wanted = ints(line.get(name));
        assertThat(tokenizer.encode(text)).as(text).containsExactly(wanted);
        assertThat(tokenizer.count(text)).isEqualTo(wanted.length);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(195);
  }

  @Test
  void aLongTextIsNotCutNeedsShared() {
    Path file = SharedData.dir().resolve("data/tokenizers/gpt_neox/tokenizer.json");
    try (HfTokenizer tokenizer = HfTokenizer.open(file)) {
      int one = tokenizer.count(" word");
      assertThat(tokenizer.count(" word".repeat(5000))).isEqualTo(5000 * one);
      assertThat(tokenizer.count("")).isZero();
    }
  }

  @Test
  void aMissingFileIsTheUsersMistake(@TempDir Path folder) {
    assertThatThrownBy(() -> HfTokenizer.open(folder.resolve("none.json"))).isInstanceOf(UserError.class)
        .hasMessageContaining("none.json").hasMessageContaining("found no file");
    assertThatThrownBy(() -> HfTokenizer.open(folder)).isInstanceOf(UserError.class).hasMessageContaining("a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[1]", "\u0000\u0001"})
  void aBrokenFileIsTheUsersMistake(String content, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
    assertThatThrownBy(() -> HfTokenizer.open(file)).isInstanceOf(UserError.class)
        .hasMessageContaining("found no tokenizer in it");
  }

  private static List<JsonNode> golden(Path data) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(data.resolve("golden/tokenizer_ids.jsonl.gz"))),
        StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.read(line));
      }
    }
    return lines;
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }
}
