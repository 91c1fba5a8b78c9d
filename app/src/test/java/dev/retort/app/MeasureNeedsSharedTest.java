package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// 28 real models' answers, all pairs of them.
class MeasureNeedsSharedTest {

  private static Path outputs() {
    Path outputs = Cli.ROOT.resolve("../shared/data/alpaca_eval/model_outputs").normalize();
    Assumptions.assumeTrue(Files.isDirectory(outputs),
        "needs the folder 'shared' beside the checkout, which is not there");
    return outputs;
  }

  @Test
  void allPairsOfAllModelsAreMeasuredOverAllPrompts() {
    Typed typed = retort("measure", "similarity", outputs().resolve("*.json"), "--by", "generator", "--measures",
        "rougeL", "--json", "-").ended(0);
    JsonNode json = typed.json();

    assertThat(json.required("pairs")).hasSize(28 * 27 / 2).allSatisfy(pair -> {
      assertThat(pair.required("prompts").intValue()).isEqualTo(586);
      assertThat(pair.at("/rougeL/mean").doubleValue()).isStrictlyBetween(pair.at("/rougeL/low").doubleValue(),
          pair.at("/rougeL/high").doubleValue());
    });
    assertThat(json.at("/sample/prompts_all_answered").intValue()).isEqualTo(586);
    assertThat(typed.err()).contains("blank texts: 1;");
    // A model that says the same to whatever it is asked.
    JsonNode last = json.at("/consensus/rougeL/27");
    assertThat(last.required("author").stringValue()).isEqualTo("example");
    assertThat(last.required("rank_low").intValue()).isEqualTo(28);
  }
}
