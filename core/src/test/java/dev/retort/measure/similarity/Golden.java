package dev.retort.measure.similarity;

import dev.retort.SharedData;
import dev.retort.row.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import tools.jackson.databind.JsonNode;

/// What the reference implementations gave for pairs of texts.
public final class Golden {

  /// A pair of texts and the values of it.
  public record Pair(String id, String reference, String hypothesis, JsonNode values) {
    @Override
    public String toString() {
      return id;
    }
  }

  private final Map<String, List<String>> answers = new HashMap<>();

  private Golden() {}

  /// Files of the folder, unpacked where they end in `.gz`.
  public static String text(String name) throws IOException {
    Path file = SharedData.dir().resolve("golden/01_text_similarity").resolve(name);
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The 79 crafted pairs.
  public static List<Pair> tricky() throws IOException {
    return text("tricky_pairs.jsonl.gz").lines().map(Json::read)
        .map(row -> new Pair(row.get("id").asString(), row.get("ref").asString(), row.get("hyp").asString(), row))
        .toList();
  }

  /// The 720 pairs of answers of four models to 120 prompts.
  public static List<Pair> answers() throws IOException {
    Golden golden = new Golden();
    return text("alpaca_pairs.jsonl.gz").lines().map(Json::read).map(golden::pair).toList();
  }

  /// Both.
  public static List<Pair> all() throws IOException {
    List<Pair> all = new ArrayList<>(tricky());
    all.addAll(answers());
    return all;
  }

  /// What a model answered, in the order of the prompts.
  public static List<String> outputs(String model) throws IOException {
    Path file = SharedData.dir().resolve("data/alpaca_eval/model_outputs").resolve(model + ".json");
    List<String> outputs = new ArrayList<>();
    Json.read(Files.readString(file)).forEach(row -> outputs.add(row.get("output").asString()));
    return outputs;
  }

  /// A relative tolerance, for values that are not 0.
  static Offset<Double> within(double relative, double value) {
    return Offset.offset(relative * Math.max(Math.abs(value), Double.MIN_NORMAL));
  }

  private Pair pair(JsonNode row) {
    int index = row.get("index").asInt();
    String reference = row.get("ref_model").asString();
    String hypothesis = row.get("hyp_model").asString();
    return new Pair("%d %s %s".formatted(index, reference, hypothesis), answer(reference, index),
        answer(hypothesis, index), row);
  }

  private String answer(String model, int index) {
    return answers.computeIfAbsent(model, name -> {
      try {
        return outputs(name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }).get(index);
  }
}
