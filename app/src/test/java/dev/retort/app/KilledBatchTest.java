package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` while a batch is at the provider: the same command collects it, and nothing is submitted again.
class KilledBatchTest {
  private static final int ROWS = 12;

  @TempDir
  Path temp;

  @Test
  void aBatchUnderWayWhenTheProcessIsKilledIsCollectedAndNotPaidTwice() throws Exception {
    Path log = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(log, "--timing", "0.3")) {
      Path recipe = Files.writeString(temp.resolve("r.yaml"), """
          recipe: killed-batch
          teachers:
            sim:
              openai:
                base_url: %s
                model: sim-scholar
                server: {batch: {max_requests: %d, gather: 500ms, poll: 200ms}}
              terms: own
              limits: {in_flight: 100}
          steps:
            - simulated_chats: {rows: %d, turns: 1}
            - respond: {}
            - write: {path: export}
          """.formatted(fleet.baseUrl(), ROWS, ROWS));
      String run = temp.resolve("run").toString();
      Path out = temp.resolve("out");
      Process process = Cli.start(out, List.of(), "run", recipe.toString(), "--run", run);
      while (process.isAlive() && !Files.readString(temp.resolve("out.err")).contains("is submitted")) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
      assertThat(process.exitValue()).isEqualTo(137);
      assertThat(asked(log)).hasSize(ROWS);

      assertThat(Cli.run(out, List.of(), "run", recipe.toString(), "--run", run)).isZero();

      Map<String, Integer> asked = asked(log);
      assertThat(asked.values()).containsOnly(1);
      assertThat(asked.keySet().stream().filter(call -> call.endsWith(" 1"))).hasSize(ROWS);
      assertThat(Path.of(run, "export/data-00000-of-00001.jsonl")).exists();
      assertThat(Path.of(run, "teachers/sim/batches")).isEmptyDirectory();
    }
  }

  /// How often each try of each call was answered.
  private static Map<String, Integer> asked(Path log) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode node = Json.read(line);
      if (node.path("path").stringValue("").endsWith("/chat/completions")) {
        counts.merge(node.required("call").stringValue() + " " + node.required("attempt"), 1, Integer::sum);
      }
    }
    return counts;
  }
}
