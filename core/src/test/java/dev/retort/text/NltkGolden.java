package dev.retort.text;

import dev.retort.SharedData;
import dev.retort.row.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// Reference values computed with NLTK, and the texts they were computed from.
public final class NltkGolden {
  private static final String FOLDER = "golden/01_text_similarity";
  private final Path shared = SharedData.dir();
  private final Map<String, JsonNode> outputs = new HashMap<>();

  /// The objects of a file of JSON lines, packed with gzip.
  public List<JsonNode> lines(String name) {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(
        Files.newInputStream(shared.resolve(FOLDER).resolve(name))), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.read(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  public JsonNode object(String name) {
    return json(shared.resolve(FOLDER).resolve(name));
  }

  /// What a model answered to the prompt at an index.
  public String answer(String model, int index) {
    return outputs.computeIfAbsent(model, this::output).required(index).required("output").stringValue();
  }

  /// The text of a row that holds it or names it `model:index`.
  public String text(JsonNode row) {
    JsonNode inline = row.get("text");
    if (inline != null) {
      return inline.stringValue();
    }
    String id = row.required("id").stringValue();
    int colon = id.lastIndexOf(':');
    return answer(id.substring(0, colon), Integer.parseInt(id.substring(colon + 1)));
  }

  public static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.stringValue()));
    return strings;
  }

  private JsonNode output(String model) {
    return json(shared.resolve("data/alpaca_eval/model_outputs").resolve(model + ".json"));
  }

  private static JsonNode json(Path file) {
    try {
      return Json.read(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
