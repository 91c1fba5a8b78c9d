package dev.retort.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.SharedData;
import dev.retort.row.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Means over real answers against those of the reference implementations' values.
class SimilarityNeedsSharedTest {
  private static final Map<String, String> FIELDS = Map.of("rouge1", "/rouge/rouge1%s/2", "rouge2",
      "/rouge/rouge2%s/2", "rougeL", "/rouge/rougeL%s/2", "bleu", "/sacrebleu/13a/eff/exp", "chrf", "/chrf/chrf",
      "chrf++",
      "/chrf/chrf++", "meteor", "/meteor/treebank_exact_stem");

  @TempDir
  Path folder = Path.of("");

  @Test
  void pairsHaveTheMeansOfTheGoldenValuesInTheDirectionOfTheReference() throws IOException {
    List<String> files = goldenAnswers();
    List<JsonNode> golden = golden();

    for (boolean stemmed : new boolean[]{true, false}) {
      SimilarityReport report = report(files, stemmed);
      int compared = 0;
      for (SimilarityReport.Pair pair : report.pairs()) {
        for (int i = 0; i < report.measures().size(); i++) {
          String name = report.measures().get(i).name();
          boolean symmetric = report.measures().get(i).measure().symmetric();
          double[] wanted = values(golden, pair, symmetric,
              FIELDS.getOrDefault(name, "").formatted(stemmed ? "_stem" : ""));
          if (wanted.length > 0) {
            assertThat(wanted).hasSize(120);
            assertThat(pair.prompts()).isEqualTo(120);
            assertThat(pair.values().get(i).value()).as(name + " " + pair).isCloseTo(mean(wanted),
                Percentage.withPercentage(1e-10));
            compared++;
          }
        }
      }
      // Six pairs, in one direction golden; the three ROUGE are the same in both.
      assertThat(compared).isEqualTo(6 * 4 + 12 * 3);
    }
  }

  @Test
  void valuesOfOtherSettingsOrOfTheOtherDirectionAreNotThose() throws IOException {
    List<JsonNode> golden = golden();
    SimilarityReport report = report(goldenAnswers(), true);
    int rouge = names(report).indexOf("rougeL");
    int bleu = names(report).indexOf("bleu");
    for (SimilarityReport.Pair pair : report.pairs()) {
      double plain = mean(values(golden, pair, true, "/rouge/rougeL/2"));
      assertThat(pair.values().get(rouge).value()).isNotCloseTo(plain, Percentage.withPercentage(0.1));
      SimilarityReport.Pair back = new SimilarityReport.Pair(pair.b(), pair.a(), pair.prompts(), pair.values());
      double[] other = values(golden, back, false, "/sacrebleu/13a/eff/exp");
      if (other.length > 0) {
        assertThat(pair.values().get(bleu).value()).isNotCloseTo(mean(other), Percentage.withPercentage(0.1));
      }
    }
  }

  private static List<String> names(SimilarityReport report) {
    return report.measures().stream().map(SimilarityMeasure.Chosen::name).toList();
  }

  @Test
  void theIntervalOfAPairIsAboutWhatTheNormalDistributionGives() throws IOException {
    SimilarityReport report = report(goldenAnswers(), true);
    SimilarityReport.Pair pair = report.pairs().getFirst();
    double[] values = values(golden(), pair, true, "/rouge/rougeL_stem/2");
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double reach = 1.96 * Math.sqrt(squares / (values.length - 1) / values.length);

    assertThat(pair.values().get(6).low()).isCloseTo(mean - reach, within(reach / 6));
    assertThat(pair.values().get(6).high()).isCloseTo(mean + reach, within(reach / 6));
  }

  private SimilarityReport report(List<String> files, boolean stemmed) {
    return new Similarity(new TextSource(files, new ColumnNames(null, null, "generator", null), false),
        SimilarityMeasure.choose(List.copyOf(new TreeSet<>(FIELDS.keySet())),
            new SimilarityMeasure.Making(stemmed, null, null)),
        null, new Draw(1000, 1))
        .measure((_, _, _, _) -> {}, MeasureListener.SILENT);
  }

  /// The answers of which there are golden values, a file a model.
  private List<String> goldenAnswers() throws IOException {
    Path shared = SharedData.dir();
    JsonNode selection = Json.read(Files.readString(shared.resolve("golden/01_text_similarity/selection.json")));
    List<String> files = new ArrayList<>();
    for (JsonNode model : selection.required("models")) {
      JsonNode answers = Json.read(Files.readString(
          shared.resolve("data/alpaca_eval/model_outputs").resolve(model.stringValue() + ".json")));
      StringBuilder lines = new StringBuilder();
      selection.required("prompts")
          .forEach(prompt -> lines.append(answers.get(prompt.required("index").intValue())).append('\n'));
      files.add(Files.writeString(folder.resolve(model.stringValue() + ".jsonl"), lines).toString());
    }
    return files;
  }

  private static List<JsonNode> golden() throws IOException {
    Path file = SharedData.dir().resolve("golden/01_text_similarity/alpaca_pairs.jsonl.gz");
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().map(Json::read).toList();
    }
  }

  private static double[] values(List<JsonNode> golden, SimilarityReport.Pair pair, boolean symmetric, String field) {
    Map<String, List<Double>> byPair = new HashMap<>();
    for (JsonNode row : golden) {
      String key = row.required("ref_model").stringValue() + " " + row.required("hyp_model").stringValue();
      byPair.computeIfAbsent(key, _ -> new ArrayList<>()).add(row.at(field).doubleValue());
    }
    List<Double> found = byPair.getOrDefault(pair.a() + " " + pair.b(), List.of());
    if (found.isEmpty() && symmetric) {
      found = byPair.getOrDefault(pair.b() + " " + pair.a(), List.of());
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
