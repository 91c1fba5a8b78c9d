package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.app.Library.Fleet;
import dev.retort.app.Library.Simulation;
import dev.retort.row.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Budgets and prices as a user meets them, through the command line.
class BudgetTest {
  private static final String PRICE = "{input: 0.15, output: 0.6, as_of: 2026-11-01, source: \"https://example.com/prices\"}";

  @TempDir
  Path temp;

  private Path recipe(String head, String teacher) throws IOException {
    return Files.writeString(temp.resolve("r.yaml"), """
        recipe: frugal
        %s
        teachers:
          sim:
            %s
            sampling: {max_tokens: 40}
            limits: {in_flight: 4}
            price: %s
        steps:
          - simulated_chats: {rows: 30, turns: 2}
          - respond: {}
          - write: {}
        """.formatted(head, teacher, PRICE));
  }

  private static final String SIMULATED = "simulated: {model: sim-brief, timing: 0, faults: {error_500: 0.2}}";

  /// The exported files, by name.
  private static Map<String, String> export(Path run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(run.resolve("export"))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  private JsonNode spend(Path run) throws IOException {
    return Json.read(Files.readString(run.resolve("run.json"))).required("spend");
  }

  @Test
  void aRunThatSpentItsBudgetStopsAndGoesOnWithALargerOneToTheSameBytes() throws IOException {
    Path recipe = recipe("budget: {usd: 0.0008}", SIMULATED);
    Path run = temp.resolve("run");
    Typed stopped = retort("run", recipe, "--run", run).ended(3);
    assertThat(stopped.err()).contains("budget.usd is used up").contains("USD of 0.000800 USD spent")
        .contains("Go on with --set budget.usd=MORE").containsPattern("[1-9]\\d* units are pending");
    assertThat(stopped.out()).contains("USD a kept row").contains("which is not finished");
    assertThat(run.resolve("export")).doesNotExist();
    BigDecimal spent = spend(run).required("usd").decimalValue();
    assertThat(spent).isLessThanOrEqualTo(new BigDecimal("0.0008")).isGreaterThan(new BigDecimal("0.0004"));

    Typed again = retort("run", recipe, "--run", run).ended(3);
    assertThat(again.out()).contains("stopped in");
    assertThat(spend(run).required("usd").decimalValue()).isLessThanOrEqualTo(new BigDecimal("0.0008"));

    Typed done = retort("run", recipe, "--run", run, "--set", "budget.usd=1", "--json").ended(0);
    assertThat(done.json().required("usd").decimalValue()).isPositive();
    assertThat(done.json().required("unpriced_calls").longValue()).isZero();
    assertThat(spend(run).required("usd").decimalValue())
        .isGreaterThan(done.json().required("usd").decimalValue());
    assertThat(spend(run).required("estimate").required("calls").longValue()).isPositive();
    assertThat(spend(run).required("estimate_error_percent").isNumber()).isTrue();

    Path free = temp.resolve("free");
    retort("run", recipe("random_seed: 0", SIMULATED), "--run", free).ended(0);
    assertThat(export(run)).isEqualTo(export(free));
    assertThat(export(run).values()).noneMatch(text -> text.contains("usd") || text.contains("0.15"));
  }

  @Test
  void unitsOfASpentBudgetArePendingWhateverMayFail() throws IOException {
    Path run = temp.resolve("run");
    Typed stopped = retort("run", recipe("budget: {calls: 12}\nallow_failed: 100", SIMULATED), "--run", run, "--json")
        .ended(3);
    assertThat(stopped.json().required("state").stringValue()).isEqualTo("stopped");
    assertThat(stopped.json().required("calls").required("made").longValue()).isEqualTo(12);
    assertThat(stopped.count(1, "pending")).isPositive();
    assertThat(stopped.count(1, "failed")).isZero();
    assertThat(run.resolve("export")).doesNotExist();
  }

  @Test
  void callsLargerThanTheWholeBudgetFailAndMayBeAllowedTo() throws IOException {
    Path run = temp.resolve("run");
    Path recipe = recipe("budget: {tokens: 60}\nallow_failed: 100", SIMULATED);
    Typed failed = retort("run", recipe, "--run", run, "--json").ended(0);
    assertThat(failed.count(1, "failed")).isEqualTo(30);
    assertThat(failed.err()).doesNotContain("used up");

    Typed raised = retort("run", recipe, "--run", run, "--set", "budget.tokens=1000000", "--json").ended(0);
    assertThat(raised.count(1, "failed")).isZero();
    assertThat(raised.count(1, "kept")).isEqualTo(30);
  }

  @Test
  void checkTellsWhatItTakesAndRefusesABudgetThatCannotBeKept() throws IOException {
    Typed told = retort("check", recipe("budget: {usd: 1}", SIMULATED)).ended(0);
    assertThat(told.out()).contains("USD at most").contains("measured: 30 rows").contains("three a token");
    JsonNode estimate = retort("check", "--json", recipe("budget: {usd: 1}", SIMULATED)).json().required("estimate");
    assertThat(estimate.required("usd_most").decimalValue()).isPositive();
    assertThat(estimate.required("usd_likely").isNull()).isTrue();

    Path unpriced = recipe("budget: {usd: 1}", "openai: {base_url: \"http://127.0.0.1:1/v1\", model: m}");
    Files.writeString(unpriced, Files.readString(unpriced).replaceAll(" +price: .*\n", ""));
    retort("check", unpriced).refused("r.yaml:4:3: teachers.sim: teacher 'sim' has no price");
    retort("run", unpriced, "--run", temp.resolve("run")).refused("has no price");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void whatHasNoPriceIsNeverCalledFree() throws IOException {
    try (Fleet fleet = new LocalLibrary().simulate(new Simulation(0, 7, null, 0, Map.of()))) {
      Path recipe = recipe("random_seed: 1",
          "openai: {base_url: \"%s\", model: sim-brief}".formatted(fleet.baseUrl()));
      Files.writeString(recipe, Files.readString(recipe).replaceAll(" +price: .*\n", ""));
      Typed run = retort("run", recipe, "--run", temp.resolve("run"), "--json").ended(0);
      assertThat(run.json().required("usd").isNull()).isTrue();
      assertThat(run.json().required("unpriced_calls").longValue())
          .isEqualTo(run.json().required("calls").required("made").longValue()).isPositive();
    }
  }

  @Test
  void theReportShowsTheCost() throws IOException {
    Path run = temp.resolve("run");
    retort("run", recipe("budget: {usd: 1}", SIMULATED), "--run", run).ended(0);

    assertThat(Files.readString(run.resolve("report.html"))).contains("<h2 id=\"cost-h\">Cost</h2>")
        .contains("2026-11-01").contains("https://example.com/prices").contains("than that");
  }

  /// Ctrl-C while calls are in flight and others wait for the budget: what is spent is kept, and the rest is done later.
  @Test
  void anInterruptedRunKeepsWhatItSpent() throws Exception {
    Path log = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(log, "--timing", "0.3")) {
      Path recipe = recipe("budget: {usd: 0.0004}",
          "openai: {base_url: \"%s\", model: sim-scholar}".formatted(fleet.baseUrl()));
      Path run = temp.resolve("run");
      Process process = Cli.start(temp.resolve("out"), java.util.List.of(), "run", recipe.toString(), "--run",
          run.toString());
      while (process.isAlive() && asked(log).size() < 5) {
        Thread.onSpinWait();
      }
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

      Typed again = retort("run", recipe, "--run", run, "--set", "budget.usd=1").ended(0);
      assertThat(again.out()).contains("done in");
      JsonNode line = spend(run).required("by_teacher_and_step").get(0);
      long asked = asked(log).values().stream().mapToLong(Integer::longValue).sum();
      assertThat(line.required("calls").longValue()).isBetween(asked - 4, asked);
    }
  }

  private static Map<String, Integer> asked(Path log) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    String text = Files.exists(log) ? Files.readString(log) : "";
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      JsonNode node = Json.read(line);
      if (node.path("path").stringValue("").endsWith("/chat/completions")) {
        counts.merge(node.required("sha256").stringValue() + " " + node.required("attempt"), 1, Integer::sum);
      }
    }
    return counts;
  }
}
