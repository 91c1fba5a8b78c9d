package dev.retort.measure.diversity;

import dev.retort.SharedData;
import dev.retort.row.Json;
import dev.retort.text.AlphanumericWords;
import dev.retort.text.PythonWords;
import dev.retort.text.TreebankWords;
import dev.retort.text.WordSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// The reference values of diversity, and the texts they belong to.
final class Golden {
  static final Map<String, WordSplitter> SPLITTERS = Map.of("split", new PythonWords(), "treebank",
      new TreebankWords(), "sklearn", new AlphanumericWords());

  private Golden() {}

  /// One set of texts with its values.
  record Corpus(String name, List<String> texts, JsonNode values) {
    List<String> first(int most) {
      return texts.subList(0, Math.min(most, texts.size()));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Corpus> corpora() throws IOException {
    Path file = SharedData.dir().resolve("golden/02_diversity/diversity.json.gz");
    List<Corpus> corpora = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      for (JsonNode values : Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
        String name = values.get("set").stringValue();
        List<String> texts = values.has("texts") ? strings(values.get("texts")) : answers(name.split(":")[1], 200);
        corpora.add(new Corpus(name, texts, values));
      }
    }
    return corpora;
  }

  static JsonNode matrices() throws IOException {
    return Json.read(Files.readString(SharedData.dir().resolve("golden/02_diversity/vendi_matrices.json")));
  }

  static List<String> answers(String model, int most) {
    Path file = SharedData.dir().resolve("data/alpaca_eval/model_outputs/" + model + ".json");
    List<String> answers = new ArrayList<>();
    try {
      for (JsonNode row : Json.read(Files.readString(file))) {
        answers.add(row.get("output").stringValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(answers.subList(0, Math.min(most, answers.size())));
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(one -> strings.add(one.stringValue()));
    return strings;
  }

  static double[] doubles(JsonNode array) {
    double[] doubles = new double[array.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = array.get(i).doubleValue();
    }
    return doubles;
  }

  static double q(String name) {
    return name.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(name);
  }
}
