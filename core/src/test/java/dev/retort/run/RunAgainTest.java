package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.UserError;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAgainTest {
  @TempDir
  Path temp;

  private RunSummary run(String recipe) throws IOException {
    Path file = Files.writeString(temp.resolve("recipe.yaml"), recipe);
    return Run.execute(new RunOptions(file, new Place(temp.resolve("run"), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), RunListener.SILENT);
  }

  private List<String> exported() throws IOException {
    return Files.readAllLines(temp.resolve("run/export/data-00000-of-00001.jsonl"));
  }

  @Test
  void rowsThatARetryRecoveredReachTheExport() throws IOException {
    String recipe = """
        teachers:
          one: {simulated: {model: sim-brief, timing: 0, faults: {error_500: 0.5}}, limits: {attempts: 1}}
        steps:
          - simulated_chats: {rows: 20, turns: 1}
          - respond: {}
          - write: {}
        """;
    RunSummary first = run(recipe);
    assertThat(first.state()).isEqualTo(State.FAILED);
    long kept = first.steps().get(1).funnel().kept();
    assertThat(kept).isBetween(1L, 19L);
    assertThat(exported()).hasSize((int) kept);
    run(recipe);
    RunSummary third = run(recipe);
    assertThat(third.state()).isEqualTo(State.DONE);
    assertThat(exported()).hasSize(20);
    assertThat(run(recipe).calls().made()).isZero();
  }

  @Test
  void columnsThatAppearLateInAFileReachTheSteps() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      rows.append("{\"n\":").append(i == 1150 ? "0.5" : i).append(i > 1100 ? ",\"late\":\"x\"" : "").append("}\n");
    }
    Files.writeString(temp.resolve("rows.jsonl"), rows);
    run("""
        steps:
          - read: {path: rows.jsonl, terms: own}
          - keep: {where: "n > 1099.5 || n == 0.5"}
          - write: {layout: rows}
        """);
    assertThat(exported()).hasSize(100).anyMatch(line -> line.contains("\"n\":0.5"))
        .filteredOn(line -> line.contains("\"late\":\"x\"")).hasSize(99);
  }

  @Test
  void twoStepsMayNotWriteToOneFolder() {
    assertThatThrownBy(() -> run("""
        steps:
          - simulated_chats: {rows: 2}
          - write: {path: out}
          - write: {path: out/more}
        """)).isInstanceOf(UserError.class).hasMessageContaining("out/more").hasMessageContaining("step 'write'");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void aFolderOfSomebodyElsesIsNeverTouched() throws IOException {
    Path thesis = Files.createDirectories(temp.resolve("run/work")).resolve("thesis.txt");
    Files.writeString(thesis, "all of it");
    assertThatThrownBy(() -> run("steps: [{simulated_chats: {rows: 2}}]")).isInstanceOf(UserError.class)
        .hasMessageContaining("other things in it");
    assertThat(thesis).hasContent("all of it");
  }

  @Test
  void aRefusedRecipeChangesNothingAndAChangedOneReplacesTheDataset() throws IOException {
    run("""
        steps:
          - simulated_chats: {rows: 5}
          - write: {}
        """);
    assertThat(exported()).hasSize(5);
    assertThatThrownBy(() -> run("""
        intended_use: commercial
        steps:
          - simulated_chats: {rows: 6}
          - keep: {where: "family == answer.nope"}
          - write: {}
        """)).isInstanceOf(UserError.class);
    assertThat(exported()).hasSize(5);
    run("""
        steps:
          - simulated_chats: {rows: 6}
          - write: {}
        """);
    assertThat(exported()).hasSize(6);
    assertThat(temp.resolve("run/superseded")).isDirectory();
  }
}
