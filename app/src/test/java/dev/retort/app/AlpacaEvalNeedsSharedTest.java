package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// 28 real models' answers, as 28 teachers over their prompts.
class AlpacaEvalNeedsSharedTest {
  @TempDir
  Path temp;

  @Test
  void everyAnswerOfEveryFileIsARowAlignedByPromptAndInTheReport() throws Exception {
    Path outputs = outputs();
    Library.Ran ran = new LocalLibrary().run(options(outputs, "research"), RunListener.SILENT);
    Map<String, Map<String, String>> wanted = answers(outputs);
    assertThat(wanted).hasSize(28);
    long rows = 0;
    long empty = 0;
    String prompt = "";
    int ofPrompt = 0;
    for (String line : Files.readAllLines(temp.resolve("run/export/data-00000-of-00001.jsonl"))) {
      JsonNode row = Json.read(line);
      String teacher = row.required("teacher").stringValue().replace("models/", "");
      String question = row.required("messages").get(0).required("content").stringValue();
      String answer = row.required("messages").get(1).required("content").stringValue();
      assertThat(answer).isEqualTo(wanted.getOrDefault(teacher, Map.of()).get(question));
      rows++;
      empty += answer.isEmpty() ? 1 : 0;
      ofPrompt = row.required("prompt_id").stringValue().equals(prompt) ? ofPrompt + 1 : 1;
      prompt = row.required("prompt_id").stringValue();
      assertThat(ofPrompt).isLessThanOrEqualTo(28);
    }
    assertThat(ofPrompt).isEqualTo(28);
    assertThat(rows).isEqualTo(16_408).isEqualTo(wanted.values().stream().mapToLong(Map::size).sum());
    assertThat(empty).isEqualTo(1);
    assertThat(ran.report().teachers()).hasSize(28)
        .allSatisfy(sheet -> assertThat(sheet.answers().given()).isEqualTo(586))
        .allSatisfy(sheet -> assertThat(sheet.speed()).isNull());
    assertThat(ran.report().prompts()).hasSize(10).allSatisfy(side -> assertThat(side.answers()).hasSize(28));
  }

  @Test
  void commercialUseIsRefusedBeforeAnythingIsDone() {
    RunOptions commercial = options(outputs(), "commercial");
    assertThatThrownBy(() -> new LocalLibrary().run(commercial, RunListener.SILENT))
        .isInstanceOf(UserError.class).hasMessageContaining("cc-by-nc-4.0").hasMessageContaining("commercial");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  private RunOptions options(Path outputs, String use) {
    Map<String, String> set = Map.of("teachers.models.recorded.path", outputs.resolve("*.json").toString(),
        "steps.read.path", outputs.resolve("text_davinci_003.json").toString(), "intended_use", use);
    return new RunOptions(Cli.ROOT.resolve("recipes/alpaca-eval.yaml"), new Place(temp.resolve("run"), null), set,
        Long.MAX_VALUE, new Retry.All(), List.of());
  }

  private static Path outputs() {
    Path outputs = Cli.ROOT.resolve("../shared/data/alpaca_eval/model_outputs").normalize();
    Assumptions.assumeTrue(Files.isDirectory(outputs),
        "needs the folder 'shared' beside the checkout, which is not there");
    return outputs;
  }

  /// Every file's answers by instruction, read without Retort's readers.
  private static Map<String, Map<String, String>> answers(Path outputs) throws IOException {
    Map<String, Map<String, String>> answers = new HashMap<>();
    try (Stream<Path> files = Files.list(outputs)) {
      for (Path file : files.toList()) {
        Map<String, String> ofFile = new HashMap<>();
        Json.read(Files.readString(file)).forEach(
            row -> ofFile.put(row.required("instruction").stringValue(), row.required("output").stringValue()));
        answers.put(String.valueOf(file.getFileName()).replace(".json", ""), ofFile);
      }
    }
    return answers;
  }
}
