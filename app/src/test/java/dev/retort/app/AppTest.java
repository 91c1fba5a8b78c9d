package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.UserError;
import dev.retort.app.Library.Application;
import dev.retort.app.Library.Checked;
import dev.retort.app.Library.OptionSheet;
import dev.retort.app.Library.PlannedStep;
import dev.retort.app.Library.PreviewedStep;
import dev.retort.app.Library.Simulation;
import dev.retort.app.Library.StepSheet;
import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import dev.retort.recipe.Problem;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.RunOptions;
import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.RunSummary.State;
import dev.retort.teacher.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AppTest {
  private final ScriptedLibrary library = new ScriptedLibrary();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  Path folder = Path.of("");

  private int retort(String... words) {
    library.folder = folder;
    PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream progress = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new App(library, new Terminal(results, progress, new Look(false, 80, false))).execute(words);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runPassesEveryOptionOn() {
    int code = retort("run", "r.yaml", "--run", "runs/x", "--ledger", "l.db", "--retry", "timeout", "--set",
        "steps.0.read.path=a=b", "--set", "random_seed=9", "--limit", "5", "--plugins", "p", "--engine", "duckdb");

    assertThat(code).isZero();
    assertThat(library.asked).containsExactly(new RunOptions(Path.of("r.yaml"), new Place(Path.of("runs/x"),
        Path.of("l.db")), Map.of("steps.0.read.path", "a=b", "random_seed", "9"), 5, new Retry.Only(Failure.TIMEOUT),
        List.of(Path.of("p"))));
  }

  @Test
  void runWithoutOptionsTriesAllFailuresAgainAndHasNoLimit() {
    retort("run", "r.yaml");

    assertThat(library.asked).containsExactly(RunOptions.of(Path.of("r.yaml")));
  }

  @Test
  void runPrintsFunnelAndTeachersAsResultsAndProgressApart() {
    assertThat(retort("run", "r.yaml")).isZero();

    assertThat(out()).contains("respond     30    30        0       0        0    30")
        .contains("teacher-0 (simulated)").contains("report.html").doesNotContain("layout messages");
    assertThat(err()).contains("layout messages").contains("read: 10 units, 10 kept");
    assertThat(folder.resolve("report.html")).exists();
  }

  @Test
  void runJsonPrintsExactlyOneObject() {
    assertThat(retort("run", "r.yaml", "--json")).isZero();

    JsonNode object = Json.read(out());
    assertThat(object.propertyNames()).containsExactly("run", "state", "steps", "calls", "usd", "unpriced_calls",
        "seconds",
        "export");
    assertThat(object.get("state").stringValue()).isEqualTo("done");
    assertThat(object.get("steps").get(1).toString()).isEqualTo(
        "{\"step\":\"respond\",\"units\":30,\"kept\":30,\"dropped\":0,\"failed\":0,\"pending\":0,\"rows_out\":30}");
    assertThat(object.get("calls").toString()).isEqualTo("{\"made\":30,\"replayed\":0,\"failed\":4}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STOPPED", "FAILED"})
  void aRunThatStopsShortExitsWith3AndSaysHowToGoOn(String state) {
    library.state = State.valueOf(state);

    assertThat(retort("run", "r.yaml")).isEqualTo(3);
    assertThat(err()).contains("respond: 2 failed and 0 pending of 30 units (timeout 2)").contains("goes on");
  }

  @Test
  void mistakesAreLinesWithoutATrace() {
    library.failure = new UserError(List.of("r.yaml:1:2: one", "r.yaml:3:4: two"));

    assertThat(retort("run", "r.yaml")).isEqualTo(2);
    assertThat(err()).isEqualTo("r.yaml:1:2: one\nr.yaml:3:4: two\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void ourFaultsShowATraceAndWhereToReport() {
    library.failure = new IllegalStateException("broken inside");

    assertThat(retort("check", "r.yaml")).isEqualTo(1);
    assertThat(err()).contains("IllegalStateException: broken inside").contains("\tat dev.retort")
        .contains("report it");
  }

  @Test
  void anUnknownCommandHasANearMiss() {
    assertThat(retort("chekc", "r.yaml")).isEqualTo(2);
    assertThat(err()).contains("'chekc' is not a command").contains("Did you mean 'check'?");
  }

  @Test
  void anUnknownOptionHasANearMiss() {
    assertThat(retort("run", "r.yaml", "--limits=3")).isEqualTo(2);
    assertThat(err()).contains("'run' has no option '--limits'").contains("Did you mean '--limit'?");
    assertThat(library.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lineage", "verify", "serve"})
  void commandsThatAreNotBuiltSaySoAndAreNotListed(String command) {
    assertThat(retort(command, "x")).isEqualTo(2);
    assertThat(err()).contains("'" + command + "' is not built yet");
    assertThat(retort("--help")).isZero();
    assertThat(out()).doesNotContain("\n  " + command + " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "preview", "apply", "measure", "study", "steps", "init", "simulate"})
  void everyCommandHasHelpWithAnExample(String command) {
    assertThat(retort(command, "--help")).isZero();
    assertThat(out()).contains("Example:\n  retort " + command);
    assertThat(retort("--help")).isZero();
    assertThat(out()).contains("\n  " + command + " ");
  }

  @Test
  void noWordsAtAllIsAMistake() {
    assertThat(retort()).isEqualTo(2);
  }

  @Test
  void theVersionIsTheLibrarys() {
    assertThat(retort("--version")).isZero();
    assertThat(out()).isEqualTo("retort " + dev.retort.Retort.VERSION + "\n");
  }

  @Test
  void sparkIsNotBuiltYet() {
    assertThat(retort("run", "r.yaml", "--engine", "spark")).isEqualTo(2);
    assertThat(err()).contains("spark is not built yet");
  }

  @Test
  void badOptionValuesAreNamed() {
    assertThat(retort("run", "r.yaml", "--retry", "timeuot")).isEqualTo(2);
    assertThat(retort("run", "r.yaml", "--limit", "0")).isEqualTo(2);
    assertThat(retort("run", "r.yaml", "--limit", "many")).isEqualTo(2);
    assertThat(retort("run", "r.yaml", "--set", "novalue")).isEqualTo(2);
    assertThat(retort("run", "r.yaml", "--set", "a=1", "--set", "a=2")).isEqualTo(2);
    assertThat(retort("run")).isEqualTo(2);
    assertThat(err()).contains("Did you mean 'timeout'?").contains("--limit: found 0").contains("'many'")
        .contains("found 'novalue'").contains("'a' is given twice").contains("RECIPE");
    assertThat(library.asked).isEmpty();
  }

  @Test
  void checkPrintsThePlanOrEveryProblem() {
    library.checked = new Checked(List.of(), List.of("layout messages"),
        List.of(new PlannedStep("read", List.of("id", "messages"), 10L, Map.of()),
            new PlannedStep("respond", List.of("id"), 30L, Map.of("qwen", 30L))),
        List.of(), null);
    assertThat(retort("check", "r.yaml")).isZero();
    assertThat(out()).contains("read        10  id, messages").contains("qwen     respond     30")
        .contains("no problems");

    library.checked = new Checked(
        List.of(new Problem("r.yaml:1:1: steps", "empty."), new Problem("r.yaml:2:1", "odd.")),
        List.of(), List.of(), List.of(), null);
    assertThat(retort("check", "r.yaml")).isEqualTo(2);
    assertThat(err()).contains("r.yaml:1:1: steps: empty.\nr.yaml:2:1: odd.\n");
    assertThat(retort("check", "--json", "r.yaml")).isEqualTo(2);
  }

  @Test
  void previewMarksTheColumnsAStepAdds() {
    Schema before = Schema.of(Column.text("prompt"));
    Schema after = Schema.of(Column.text("prompt"), Column.text("response"));
    library.previewed = List.of(new PreviewedStep("respond", List.of(new Row("a1", before, "hi")),
        List.of(new Row("b2", after, "hi", "l\n" + "o".repeat(400))), Map.of("timeout", 1L)));

    assertThat(retort("preview", "r.yaml", "-n", "2")).isZero();
    assertThat(((RunOptions) library.asked.getFirst()).limit()).isEqualTo(2);
    assertThat(out()).contains("== respond: 1 in, 1 out; timeout 1").contains("  prompt: hi")
        .contains("+ response: l\\noo").contains("… (403 characters)");
  }

  @Test
  void applyTellsTheStepsOptionsFromItsOwn() {
    assertThat(retort("apply", "keep", "a.jsonl", "--where", "n > -1", "b.jsonl", "-o", "c.jsonl",
        "--on-undecided=drop")).isZero();

    assertThat(library.asked).containsExactly(new Application("keep", List.of(Path.of("a.jsonl"), Path.of("b.jsonl")),
        Path.of("c.jsonl"), Map.of("where", "n > -1", "on_undecided", "drop"), List.of()));
  }

  @Test
  void applyNeedsAnInputAnOutputAndAValueForEachOption() {
    assertThat(retort("apply", "keep", "-o", "x")).isEqualTo(2);
    assertThat(retort("apply", "keep", "a.jsonl")).isEqualTo(2);
    assertThat(retort("apply", "keep", "a.jsonl", "-o", "x", "--where")).isEqualTo(2);
    assertThat(err()).contains("at least one input").contains("Add -o FILE").contains("--where: no value follows");
  }

  @Test
  void stepsAreListedAndToldOneByOne() {
    library.steps = List.of(new StepSheet("keep", "Keeps rows by a condition.", "Keeps rows.\n\nReads: all.",
        List.of(new OptionSheet("where", "text", null, "the condition"))));

    assertThat(retort("steps")).isZero();
    assertThat(retort("steps", "keep")).isZero();
    assertThat(retort("steps", "kepe")).isEqualTo(2);
    assertThat(out()).contains("keep  Keeps rows by a condition.").contains("where   text  (needed)  the condition");
    assertThat(err()).contains("Did you mean 'keep'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "vllm-pair", "openai", "gguf"})
  void initWritesTheRecipeOfTheRepositoryAndNeverOverwrites(String template) throws Exception {
    String file = InitCommand.templates().get(template);
    Path target = folder.resolve("new/folder");

    assertThat(retort("init", template, target.toString())).isZero();
    assertThat(target.resolve(file)).hasSameBinaryContentAs(
        Path.of(System.getProperty("retort.root"), "recipes", file));
    Files.writeString(target.resolve(file), "mine");
    assertThat(retort("init", template, target.toString())).isEqualTo(2);
    assertThat(target.resolve(file)).hasContent("mine");
  }

  @Test
  void initNamesTheTemplates() {
    assertThat(retort("init", "quikstart", folder.toString())).isEqualTo(2);
    assertThat(err()).contains("quickstart, vllm-pair, openai, gguf").contains("Did you mean 'quickstart'?");
  }

  @Test
  void simulateServesUntilItIsInterrupted() {
    int code = retort("simulate", "--port", "0", "--seed", "3", "--log", "l.jsonl", "--timing", "0", "--fault",
        "reset=0.25");

    assertThat(code).isEqualTo(130);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(library.asked).containsExactly(new Simulation(0, 3, Path.of("l.jsonl"), 0, Map.of("reset", 0.25)),
        "closed");
    assertThat(out()).isEqualTo("http://127.0.0.1:1/v1\nsim-one\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "reset=", "reset=2", "reset=-1", "reset=NaN", "reset=1.5"})
  void simulateRefusesRatesThatAreNone(String fault) {
    assertThat(retort("simulate", "--fault", fault)).isEqualTo(2);
    assertThat(library.asked).isEmpty();
  }

  @Test
  void textOfDatasetsCannotSteerTheTerminal() {
    library.failure = new UserError("bad \u001b[2J\u0007 \u202etext");

    retort("check", "r.yaml");
    assertThat(err()).doesNotContain("\u001b").doesNotContain("\u202e").contains("bad ␛[2J");
  }
}
