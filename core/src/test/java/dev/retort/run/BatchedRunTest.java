package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.teacher.simulated.Fault;
import dev.retort.teacher.simulated.Faults;
import dev.retort.teacher.simulated.FleetOptions;
import dev.retort.teacher.simulated.FleetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Batches over HTTP, from a recipe to its export.
class BatchedRunTest {
  private static final int ROWS = 80;
  private static final String BATCH = "server: {batch: {gather: 200ms, poll: 10ms}}";

  @TempDir
  private Path temp;

  private FleetServer fleet;
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    Faults faults = new Faults(Map.of(Fault.ERROR_500, 0.1, Fault.RATE_LIMIT, 0.1, Fault.RESET, 0.1, Fault.CUT_OFF, 0.1,
        Fault.MALFORMED_JSON, 0.1), Faults.ATTEMPTS);
    fleet = FleetServer.start(FleetOptions.ofSeed(7).withTiming(0).withFaults(faults)
        .withRequestLog(temp.resolve("requests.jsonl")));
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private RunSummary run(String folder, String options) throws IOException {
    Path file = Files.writeString(temp.resolve(folder + ".yaml"), """
        recipe: batched
        teachers:
          one:
            openai: {base_url: "%s", model: sim-scholar, %s}
            terms: own
            limits: {in_flight: 1000}
        steps:
          - simulated_chats: {rows: %d, turns: 1}
          - respond: {}
          - write: {}
        """.formatted(fleet.baseUrl(), options, ROWS));
    return Run.execute(new RunOptions(file, new Place(temp.resolve(folder), null), Map.of(), Long.MAX_VALUE,
        new Retry.All(), List.of()), new RunListener() {
          @Override
          public void note(String message) {
            notes.add(message);
          }
        });
  }

  private Map<String, String> asked() throws IOException {
    Map<String, String> asked = new TreeMap<>();
    for (String line : Files.readAllLines(temp.resolve("requests.jsonl"))) {
      JsonNode node = Json.read(line);
      if (node.path("path").asString().endsWith("completions")) {
        String call = node.path("call").asString() + " " + node.path("attempt").asInt();
        assertThat(asked.put(call, node.path("fault").asString("") + node.path("status"))).as("asked twice").isNull();
      }
    }
    return asked;
  }

  private Map<String, byte[]> bytes(String folder) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    for (String part : List.of("export", "tables", "drops")) {
      try (Stream<Path> files = Files.walk(temp.resolve(folder).resolve(part))) {
        for (Path file : files.filter(each -> each.toString().matches(".*(parquet|jsonl|manifest.json)")).toList()) {
          bytes.put(temp.resolve(folder).relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return bytes;
  }

  @Test
  void aBatchedRunGivesTheBytesOfAnUnbatchedOne() throws IOException {
    RunSummary single = run("single", "server: {tokenize: auto}");
    RunSummary batched = run("batched", BATCH);

    assertThat(batched.state()).isEqualTo(single.state());
    Map<String, byte[]> one = bytes("single");
    Map<String, byte[]> other = bytes("batched");
    assertThat(other.keySet()).isEqualTo(one.keySet()).anyMatch(name -> name.startsWith("export/data"))
        .contains("export/manifest.json").anyMatch(name -> name.startsWith("drops/"));
    one.forEach((name, bytes) -> assertThat(other.get(name)).as(name).isEqualTo(bytes));
    assertThat(batched.calls().made()).isEqualTo(single.calls().made());
  }

  @Test
  void whatFailedInABatchIsSubmittedAgainAndNothingElse() throws IOException {
    RunSummary summary = run("batched", BATCH);

    assertThat(summary.calls().failed()).isPositive();
    Map<String, String> asked = asked();
    long firsts = asked.keySet().stream().filter(call -> call.endsWith(" 1")).count();
    assertThat(firsts).isEqualTo(ROWS);
    assertThat(asked).hasSizeGreaterThan(ROWS);
    asked.forEach((call, outcome) -> {
      if (call.endsWith(" 2")) {
        assertThat(asked.get(call.replace(" 2", " 1"))).as("a first attempt that went wrong").isNotEqualTo("200");
      }
    });
    assertThat(notes).anyMatch(note -> note.matches("teacher 'one': batch batch_\\d+ of 80 requests is submitted.*"));
    assertThat(temp.resolve("batched/teachers/one/batches")).isEmptyDirectory();
  }
}
