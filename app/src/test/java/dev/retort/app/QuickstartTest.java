package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The first command of the README.
class QuickstartTest {
  @TempDir
  Path temp;

  @Test
  void itMakesThreeHundredAnswersWithRecoveredFaultsAndTheSecondRunCallsNobody() throws Exception {
    Path recipe = Cli.ROOT.resolve("recipes/quickstart.yaml");
    Path folder = temp.resolve("run");
    JsonNode first = run(recipe, folder);
    assertThat(first.required("state").stringValue()).isEqualTo("done");
    assertThat(first.required("calls").required("made").longValue()).isGreaterThan(300);
    assertThat(first.required("calls").required("failed").longValue()).isPositive();
    assertThat(Files.readAllLines(folder.resolve("export/data-00000-of-00001.jsonl"))).hasSize(300)
        .allSatisfy(line -> assertThat(Json.read(line).required("simulated").booleanValue()).isTrue());
    assertThat(Files.readString(folder.resolve("export/README.md"))).contains("SIMULATED");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("Simulated answers")
        .doesNotContain("src=\"http")
        .doesNotContain("href=\"http");
    JsonNode second = run(recipe, folder);
    assertThat(second.required("state").stringValue()).isEqualTo("done");
    assertThat(second.required("calls").required("made").longValue()).isZero();
    assertThat(second.required("export")).isEqualTo(first.required("export"));
  }

  private JsonNode run(Path recipe, Path folder) throws Exception {
    Path out = temp.resolve("out");
    int exit = Cli.run(out, List.of("-Xmx512m"), "run", recipe.toString(), "--run", folder.toString(), "--json");
    assertThat(exit).as(Files.readString(temp.resolve("out.err"))).isZero();
    return Json.read(Files.readString(out));
  }
}
