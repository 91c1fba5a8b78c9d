package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.Run;
import dev.retort.run.RunListener;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes of a run do not depend on how many calls are in flight.
class SameBytesTest {
  private static final String RECIPE = """
      recipe: bytes
      random_seed: 11
      teachers:
        one: {simulated: {model: sim-scholar, timing: 0.02, faults: {reset: 0.1, error_500: 0.1}}}
        two: {simulated: {model: sim-thinker, timing: 0.02}}
        three: {simulated: {model: sim-careless, timing: 0.02, faults: {rate_limit: 0.1, malformed_json: 0.1}}}
      steps:
        - simulated_chats: {rows: 60}
        - respond: {context: self, samples: 2}
        - keep: {where: "size(response) > 40"}
        - sample: {n: 100}
        - write: {shards: 3}
      """;

  @TempDir
  Path temp;

  @Test
  void oneEightAnd256CallsInFlightGiveTheSameBytes() throws Exception {
    Map<String, byte[]> one = run(1, 11);
    assertThat(one.keySet()).anyMatch(name -> name.startsWith("export/data-00002"))
        .anyMatch(name -> name.startsWith("tables/02-respond"));
    for (int inFlight : List.of(8, 256)) {
      Map<String, byte[]> many = run(inFlight, 11);
      assertThat(many.keySet()).isEqualTo(one.keySet());
      one.forEach((name, bytes) -> assertThat(many.get(name)).as(name).isEqualTo(bytes));
    }
    assertThat(run(8, 12).get("export/data-00000-of-00003.jsonl"))
        .isNotEqualTo(one.get("export/data-00000-of-00003.jsonl"));
  }

  private Map<String, byte[]> run(int inFlight, int seed) throws IOException {
    Path recipe = Files.writeString(temp.resolve("bytes.yaml"), RECIPE);
    Path folder = temp.resolve("run-" + inFlight + "-" + seed);
    Map<String, String> set = new TreeMap<>(Map.of("random_seed", String.valueOf(seed)));
    for (String teacher : List.of("one", "two", "three")) {
      set.put("teachers." + teacher + ".limits.in_flight", String.valueOf(inFlight));
    }
    RunSummary summary = Run.execute(
        new RunOptions(recipe, new Place(folder, null), set, Long.MAX_VALUE, new Retry.All(), List.of()),
        RunListener.SILENT);
    assertThat(summary.state()).isEqualTo(RunSummary.State.DONE);
    assertThat(summary.calls().failed()).isPositive();
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String part : List.of("export", "tables", "drops")) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          if (!name.endsWith("README.md")) {
            bytes.put(name, Files.readAllBytes(file));
          }
        }
      }
    }
    return bytes;
  }
}
