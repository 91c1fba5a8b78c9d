package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The cluster agent in runs that are killed, that run out of budget, and that ask much or little at once.
class ClusterAgentRunTest {
  private static final int IN_FLIGHT = 4;
  private static final int KILLS = 3;

  @TempDir
  Path temp;

  /// @param judge the teacher that clusters
  private Path recipe(String judge, String rounds) throws IOException {
    StringBuilder texts = new StringBuilder();
    for (int i = 0; i < 160; i++) {
      texts.append("{\"text\":\"%s number %d is worth a word.\",\"corpus\":\"%s\"}\n".formatted(
          List.of("Apples", "Boats", "Cats", "Drums", "Eggs").get(i % (i % 2 == 0 ? 5 : 2)), i,
          i % 2 == 0 ? "many" : "few"));
    }
    Files.writeString(temp.resolve("texts.jsonl"), texts);
    Path file = temp.resolve("r.yaml");
    return Files.writeString(file, """
        recipe: agent
        random_seed: 5
        teachers:
          judge:
            %s
            limits: {in_flight: %d}
        steps:
          - read: {path: texts.jsonl, layout: rows, terms: own}
          - draw_texts: {column: text, by: corpus, n: 60}
          - cluster_agent: {discovery: {calls: 12}, rounds: %s}
          - write: {layout: rows, format: json}
        """.formatted(judge, IN_FLIGHT, rounds));
  }

  private static final String SHAKY = "simulated: {model: sim-brief, timing: 0.01, faults: {error_500: 0.02,"
      + " malformed_json: 0.02}}";

  private static JsonNode exported(Path run) throws IOException {
    return Json.read(Files.readString(run.resolve("export/data-00000-of-00001.json")));
  }

  @Test
  void oneCallAtATimeAndSixtyFourGiveTheSameBytesAndStopAtTheSameRound() throws Exception {
    Path recipe = recipe(SHAKY, "{most: 220, wave: 25, width: 0.8}");
    Map<String, String> one = null;
    for (String inFlight : List.of("1", "64")) {
      Path run = temp.resolve("run-" + inFlight);
      retort("run", recipe, "--run", run, "--set", "teachers.judge.limits.in_flight=" + inFlight).ended(0);
      Map<String, String> bytes = bytes(run);
      one = one == null ? bytes : one;
      assertThat(bytes).isEqualTo(one);
      for (JsonNode row : exported(run)) {
        assertThat(row.at("/rounds/stopped_early").booleanValue()).isTrue();
        assertThat(row.at("/rounds/asked").intValue()).isBetween(100, 219);
        assertThat(row.at("/counts/texts").intValue()).isEqualTo(60);
      }
    }
    Path other = temp.resolve("other");
    retort("run", recipe, "--run", other, "--set", "random_seed=6").ended(0);
    assertThat(bytes(other)).isNotEqualTo(one);
  }

  @Test
  void aCorpusOfMoreKindsScoresHigher() throws Exception {
    Path run = temp.resolve("run");
    retort("run", recipe("simulated: {model: sim-thinker, timing: 0}", "{most: 100}"), "--run", run).ended(0);
    JsonNode rows = exported(run);
    assertThat(rows.get(0).at("/corpus").stringValue()).isEqualTo("many");
    assertThat(rows.get(0).at("/diversity/low").doubleValue())
        .isGreaterThan(rows.get(1).at("/diversity/high").doubleValue());
  }

  @Test
  void aRunThatSpentItsBudgetIsPendingAndGoesOnToTheSameBytes() throws Exception {
    Path recipe = recipe(SHAKY, "{most: 40, wave: 20}");
    Path whole = temp.resolve("whole");
    retort("run", recipe, "--run", whole).ended(0);
    Path run = temp.resolve("run");
    Typed stopped = retort("run", recipe, "--run", run, "--set", "budget.calls=70", "--json").ended(3);
    assertThat(stopped.json().required("calls").required("made").longValue()).isEqualTo(70);
    assertThat(stopped.count(2, "pending")).isEqualTo(2);
    assertThat(run.resolve("export")).doesNotExist();
    Typed done = retort("run", recipe, "--run", run, "--json").ended(0);
    assertThat(done.json().required("calls").required("replayed").longValue()).isPositive();
    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  @Test
  void aRunKilledInTheMiddleAsksNothingAgainThatWasAnswered() throws Exception {
    Path log = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(log, "--seed", "5", "--timing", "0.05")) {
      Path recipe = recipe("""
          openai: {base_url: %s, model: sim-scholar, extra_body: {retort_faults: {error_500: 0.02}}}
              terms: own""".formatted(fleet.baseUrl()), "{most: 24, wave: 8}");
      Path whole = temp.resolve("whole");
      assertThat(run(recipe, whole)).as(() -> printed()).isZero();
      Map<String, Integer> asked = counts(log, 0);
      long before = Files.size(log);
      Path run = temp.resolve("run");
      int killed = 0;
      for (int i = 1; i <= KILLS; i++) {
        killed += killed(recipe, run, log, before, i * asked.size() / (KILLS + 1)) ? 1 : 0;
      }
      assertThat(killed).isGreaterThan(1);
      assertThat(run(recipe, run)).as(() -> printed()).isZero();
      assertThat(bytes(run)).isEqualTo(bytes(whole));
      Map<String, Integer> again = counts(log, before);
      assertThat(again.keySet()).isEqualTo(asked.keySet());
      int repeated = again.values().stream().mapToInt(Integer::intValue).sum()
          - asked.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(repeated).isBetween(0, killed * IN_FLIGHT);
    }
  }

  private int run(Path recipe, Path folder) throws InterruptedException {
    return Cli.run(temp.resolve("out"), List.of(), "run", recipe.toString(), "--run", folder.toString());
  }

  private String printed() {
    try {
      return Files.readString(temp.resolve("out")) + Files.readString(temp.resolve("out.err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Kills a run once so many different calls were seen.
  private boolean killed(Path recipe, Path folder, Path log, long offset, int calls) throws Exception {
    Process process = Cli.start(temp.resolve("out"), List.of(), "run", recipe.toString(), "--run", folder.toString());
    while (process.isAlive() && counts(log, offset).size() < calls) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  /// How often each call (body and attempt) stands in the log after `offset`.
  private static Map<String, Integer> counts(Path log, long offset) throws IOException {
    String text = Files.readString(log).substring((int) offset);
    Map<String, Integer> counts = new HashMap<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode node = Json.read(line);
      if (node.path("path").stringValue("").endsWith("/chat/completions")) {
        counts.merge(node.required("sha256").stringValue() + " " + node.required("attempt"), 1, Integer::sum);
      }
    }
    return counts;
  }

  /// What must not depend on how a run went, by name.
  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    for (String part : List.of("export", "tables", "drops")) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")).toList()) {
          bytes.put(folder.relativize(file).toString(), Json.MAPPER.writeValueAsString(Files.readAllBytes(file)));
        }
      }
    }
    assertThat(bytes.keySet()).anyMatch(name -> name.startsWith("export/data-"))
        .anyMatch(name -> name.startsWith("tables/03-cluster_agent"));
    return bytes;
  }
}
