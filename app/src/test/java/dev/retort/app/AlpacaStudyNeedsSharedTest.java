package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.app.study.StudyData;
import dev.retort.app.study.StudyJson;
import dev.retort.app.study.StudyRequest;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.study.Duel;
import dev.retort.study.PreferenceSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The study of 28 recorded models, with judgements of 17 of them by two annotators.
class AlpacaStudyNeedsSharedTest {
  @TempDir
  Path temp;

  private static Path data() {
    Path data = Cli.ROOT.resolve("../shared/data/alpaca_eval").normalize();
    Assumptions.assumeTrue(Files.isDirectory(data),
        "needs the folder 'shared' beside the checkout, which is not there");
    return data;
  }

  private StudyData study(Path data) throws Exception {
    Path outputs = data.resolve("model_outputs");
    Map<String, String> set = Map.of("teachers.models.recorded.path", outputs.resolve("*.json").toString(),
        "steps.read.path", outputs.resolve("text_davinci_003.json").toString(), "study", "null");
    new LocalLibrary().run(new RunOptions(Cli.ROOT.resolve("recipes/alpaca-eval.yaml"),
        new Place(temp.resolve("run"), null), set, Long.MAX_VALUE, new Retry.All(), List.of()), RunListener.SILENT);
    return new LocalLibrary().study(new StudyRequest(temp.resolve("run"),
        List.of(data.resolve("preferences/*/*.jsonl").toString()), Map.of("study", "{}")));
  }

  /// One file's judgements, counted without Retort's readers.
  private record Counted(long won, long lost, long tied, long undecided, double sum) {

    static Counted of(Path file) throws IOException {
      Counted all = new Counted(0, 0, 0, 0, 0);
      for (String line : Files.readAllLines(file)) {
        JsonNode value = Json.read(line).path("preference");
        double said = value.isNull() ? Double.NaN : value.doubleValue();
        double meant = said == 0 ? 1.5 : said;
        all = value.isNull()
            ? new Counted(all.won, all.lost, all.tied, all.undecided + 1, all.sum)
            : new Counted(all.won + (meant > 1.5 ? 1 : 0), all.lost + (meant < 1.5 ? 1 : 0),
                all.tied + (meant == 1.5 ? 1 : 0), all.undecided, all.sum + meant);
      }
      return all;
    }

    double winRate() {
      return sum / (won + lost + tied) - 1;
    }
  }

  @Test
  void winRatesEqualADirectCountAndAnnotatorsStandApart() throws Exception {
    Path data = data();
    StudyData study = study(data);
    PreferenceSheet sheet = Objects.requireNonNull(study.study().preferences());
    Map<String, Counted> counted = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(data.resolve("preferences"))) {
      files = all.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
    assertThat(files).hasSize(24);
    for (Path file : files) {
      String model = String.valueOf(file.getFileName()).replace(".jsonl", "");
      String annotator = String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
      counted.put(annotator + " on models/" + model, Counted.of(file));
    }
    counted.remove("alpaca_eval_gpt4 on models/falcon-7b-instruct");

    assertThat(sheet.tables()).extracting(table -> table.annotator() + " " + table.baseline()).containsExactly(
        "alpaca_eval_gpt4 models/text_davinci_003", "weighted_alpaca_eval_gpt4_turbo models/gpt4_1106_preview");
    Set<String> judged = new HashSet<>();
    int duels = 0;
    for (PreferenceSheet.Table table : sheet.tables()) {
      for (Duel duel : table.duels()) {
        Counted direct = Objects.requireNonNull(counted.get(table.annotator() + " on " + duel.teacher()));
        assertThat(duel.tally())
            .isEqualTo(new Duel.Tally(direct.won(), direct.lost(), direct.tied(), direct.undecided()));
        Measured rate = Objects.requireNonNull(duel.winRate());
        assertThat(rate.value()).isCloseTo(direct.winRate(), within(1e-9));
        assertThat(rate.low()).isLessThanOrEqualTo(rate.value());
        assertThat(rate.high()).isGreaterThanOrEqualTo(rate.value());
        judged.add(duel.teacher());
        duels++;
      }
    }
    assertThat(duels).isEqualTo(23).isEqualTo(counted.size());
    assertThat(judged).hasSize(17);
    assertThat(sheet.notJudged()).hasSize(11).doesNotContainAnyElementsOf(judged);
    assertThat(sheet.audit().misnamed()).containsExactly(
        "alpaca_eval_gpt4/falcon-7b-instruct.jsonl judges 'falcon-40b-instruct', not 'falcon-7b-instruct' as its name"
            + " says");
    assertThat(sheet.audit().left()).isEqualTo(Map.of("of a model that is no teacher of this study", 586L));
    similarityAndDiversityAreWhole(study);
  }

  private static void similarityAndDiversityAreWhole(StudyData study) {
    JsonNode json = StudyJson.of(study);
    List<Double> means = new ArrayList<>();
    json.at("/similarity/pairs").forEach(pair -> {
      assertThat(pair.at("/rougeL/sample").asInt()).isEqualTo(586);
      means.add(pair.at("/rougeL/value").asDouble());
    });
    assertThat(means).hasSize(378).allMatch(mean -> mean > 0 && mean < 1);
    assertThat(json.at("/diversity/teachers")).hasSize(28);
    assertThat(study.teachers()).hasSize(28).allMatch(line -> line.cost().usd() == null);
    assertThat(study.reader()).hasSize(10).allMatch(side -> side.answers().size() == 28);
    assertThat(json.at("/not_measured").toString()).contains("Cost is not known").contains("Speed was not measured");
  }
}
