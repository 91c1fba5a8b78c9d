package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Every command with the whole library behind it, as a user would type it.
class CommandsTest {
  private static final String ODD = "a\u001b[2J\u0007 b\r \u202e c";

  @TempDir
  Path folder;
  private Path data = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void data() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      rows.append(Json.MAPPER.writeValueAsString(Map.of("n", i, "question", "q" + i + ODD, "empty", "", "tags",
          List.of("x", "y" + i)))).append('\n');
    }
    data = Files.writeString(folder.resolve("data.jsonl"), rows);
    out = folder.resolve("out.jsonl");
  }

  private Path quickstart() throws IOException {
    Path recipe = folder.resolve("mine/quickstart.yaml");
    retort("init", "quickstart", folder.resolve("mine")).ended(0);
    Files.writeString(recipe, Files.readString(recipe).replace("model: sim-", "timing: 0, model: sim-"));
    return recipe;
  }

  private List<JsonNode> written() throws IOException {
    return Files.readString(out).lines().map(Json::read).toList();
  }

  @Test
  void aTemplateRunsFromAnyFolderAndItsLedgerServesAnotherRunWithoutACall() throws IOException {
    Path recipe = quickstart();
    Path ledger = folder.resolve("shared.db");

    Typed first = retort("run", recipe, "--run", folder.resolve("a"), "--ledger", ledger, "--limit", "4", "--json")
        .ended(0);
    Typed second = retort("run", recipe, "--run", folder.resolve("b"), "--ledger", ledger, "--limit", "4", "--json")
        .ended(0);

    assertThat(first.json().propertyNames()).containsExactly("run", "state", "steps", "calls", "usd", "unpriced_calls",
        "seconds",
        "export");
    assertThat(first.json().at("/calls/made").longValue()).isPositive();
    assertThat(second.json().at("/calls/made").longValue()).isZero();
    assertThat(second.json().at("/calls/replayed").longValue()).isPositive();
    assertThat(second.count(1, "kept")).isEqualTo(12);
    for (JsonNode file : first.json().required("export")) {
      assertThat(folder.resolve("b").resolve(file.stringValue()))
          .hasSameBinaryContentAs(folder.resolve("a").resolve(file.stringValue()));
    }
  }

  @Test
  void setGoesByPathByAsAndByKind() throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        steps:
          - read: {path: data.jsonl, terms: own}
          - {keep: {where: "n > 100"}, as: few}
          - write: {path: export, layout: rows}
        """);

    for (String set : List.of("steps.1.keep.where=n > 2", "steps.few.where=n > 2", "few.where=n > 2",
        "steps.keep.where=n > 2")) {
      Path run = folder.resolve("run");
      assertThat(retort("run", recipe, "--run", run, "--set", set, "--json").ended(0).count(1, "kept")).as(set)
          .isEqualTo(2);
    }
    retort("run", recipe, "--set", "fewer.where=x").refused("--set fewer.where", "unknown key 'fewer'");
    retort("run", recipe, "--set", "few.wher=x").refused("--set few.wher", "Did you mean 'where'?");
  }

  @Test
  void checkTellsUnitsAndCallsWhereTheRowsAreKnown() throws IOException {
    Path recipe = quickstart();

    Typed typed = retort("check", recipe).ended(0);
    assertThat(typed.out()).contains("respond            300", "scholar   respond    100", "no problems");
    JsonNode few = retort("check", recipe, "--limit", "7", "--json").ended(0).json();
    assertThat(few.at("/plan/1/units").longValue()).isEqualTo(21);
    assertThat(few.at("/plan/1/calls/chatty").longValue()).isEqualTo(7);
  }

  @Test
  void previewShowsChatsTurnByTurnAndNothingDrivesTheTerminal() throws IOException {
    Typed typed = retort("preview", quickstart(), "-n", "1").ended(0);
    assertThat(typed.out()).contains("== respond: 1 in, 3 out", "\n           user: ", "\n           assistant: ",
        "+ teacher: scholar", "sources: [{\"source\":\"simulated_chats\",\"role\":\"prompt\"}]");

    Path recipe = Files.writeString(folder.resolve("r.yaml"),
        "steps:\n  - read: {path: data.jsonl, terms: own}\n  - select: {drop: [empty]}\n");
    Typed odd = retort("preview", recipe, "-n", "1").ended(0);
    assertThat(odd.out()).contains("q0a\u241b[2J\u2407 b\u240d").doesNotContain("\u001b", "\u0007", "\r", "\u202e");
  }

  @Test
  void applyDoesOneStepOverFiles() throws IOException {
    retort("apply", "keep", data, "-o", out, "--where", "n > 2").ended(0);

    assertThat(written()).extracting(row -> row.get("n").intValue()).containsExactly(3, 4);
    assertThat(written().getFirst().get("question").stringValue()).isEqualTo("q3" + ODD);
  }

  @Test
  void applyTakesTextsAsTheyAreAndNotAsYaml() throws IOException {
    Files.writeString(data,
        "{\"n\": 1, \"simulated\": true, \"t\": \"a: b\"}\n{\"n\": 2, \"simulated\": false, \"t\": \"\"}\n");

    retort("apply", "keep", data, "-o", out, "--where", "!simulated").ended(0);
    assertThat(written()).hasSize(1);
    retort("apply", "keep", data, "-o", out, "--where", "simulated ? t == 'a: b' : false").ended(0);
    assertThat(written()).hasSize(1);
    retort("apply", "keep", data, "-o", out, "--where", "\"a: b\" == t").ended(0);
    assertThat(written()).hasSize(1);
  }

  @Test
  void applyAsksATeacherDescribedOnTheCommandLine() throws IOException {
    Files.writeString(data, "{\"messages\":[{\"role\":\"user\",\"content\":\"What is 2 + 2?\"}]}\n");

    retort("apply", "respond", data, "-o", out, "--teachers.my-sim.simulated.model=sim-scholar",
        "--teachers.my-sim.simulated.timing", "0").ended(0);

    assertThat(written().getFirst().get("teacher").stringValue()).isEqualTo("my-sim");
    assertThat(written().getFirst().get("simulated").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "jsonl.gz", "jsonl.zst", "json", "csv", "parquet"})
  void applyWritesTheFormatOfTheFilesNameAndReadsItBack(String ending) throws IOException {
    Path packed = folder.resolve("packed." + ending);
    retort("apply", "keep", data, "-o", packed, "--where", "n > 1").ended(0);
    retort("apply", "keep", packed, "-o", out, "--where", "true").ended(0);

    assertThat(written()).hasSize(3);
    assertThat(written().getFirst().get("question").stringValue()).isEqualTo("q2" + ODD);
    assertThat(written().getFirst().get("n").asString()).isEqualTo("2");
  }

  @Test
  void applyTellsMistakesInTheWordsOfItsOwnCommand() throws IOException {
    retort("apply", "keep", data, "-o", out, "--wher", "n > 2").refused("--wher: unknown key 'wher'. Did you mean"
        + " 'where'?", "--where: the key is missing");
    retort("apply", "keep", data, "-o", out, "--where", "nn > 2").refused("--where: ", "did you mean 'n'?");
    retort("apply", "keeep", data, "-o", out, "--where", "x").refused("Did you mean 'keep'?");
    retort("apply", "keep", folder.resolve("none.jsonl"), "-o", out, "--where", "true").refused(
        folder.resolve("none.jsonl") + ": no such file");
    retort("apply", "respond", data, "-o", out, "--teachers.a.simulatd.model=x").refused("Did you mean 'simulated'?");
    retort("apply", "keep", data, "-o", folder, "--where", "true").refused("found a folder, wanted a file to write");
    Typed ending = retort("apply", "keep", data, "-o", folder.resolve("x.doc"), "--where", "true").refused("x.doc",
        ".json, .csv or .parquet");
    assertThat(ending.err()).doesNotContain("apply.yaml");
    assertThat(out).doesNotExist();
    assertThat(retort("apply", "keep", data, "-o", out, "--wher", "x").err()).doesNotContain("apply.yaml", "steps[");
  }

  @Test
  void applyLeavesNothingBehindWhereItMayNotWrite() throws IOException {
    retort("apply", "keep", data, "-o", data.resolve("x.jsonl"), "--where", "true").refused("cannot be written");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".aside"));
    }
  }

  @Test
  void aPluginStepIsListedRunAndApplied() throws IOException {
    Path plugins = plugins();
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        steps:
          - read: {path: data.jsonl, terms: own}
          - shout: {column: question, marks: "!"}
          - write: {path: export, layout: rows}
        """);

    retort("run", recipe, "--run", folder.resolve("run")).refused("unknown key or step 'shout'");
    retort("run", recipe, "--run", folder.resolve("run"), "--plugins", plugins).ended(0);
    retort("apply", "shout", data, "-o", out, "--column", "question", "--plugins", plugins).ended(0);
    assertThat(written().getFirst().get("question").stringValue()).startsWith("Q0A");
    assertThat(retort("steps", "--plugins", plugins).ended(0).out()).contains("shout");
    assertThat(retort("steps", "shout", "--plugins", plugins).ended(0).out()).contains("column", "(needed)", "marks");
    retort("steps", "shuot", "--plugins", plugins).refused("Did you mean 'shout'?");
    retort("steps", "--plugins", folder.resolve("none")).refused("no such folder");
  }

  private Path plugins() throws IOException {
    Path root = Path.of(System.getProperty("retort.root"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(root.resolve("examples/plugin-step/src/main/java"))) {
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      boolean good = compiler.getTask(said, files, null, List.of("-Xlint:none", "-d", classes.toString(), "-classpath",
          System.getProperty("java.class.path"), "-processorpath", root.resolve("processor/target/classes").toString()),
          null, files.getJavaFileObjectsFromPaths(java)).call();
      assertThat(good).as(said.toString()).isTrue();
    }
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("shout.jar")));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
    return plugins;
  }

  @Test
  void stepsTellsNestedOptionsAndWhichMayBeLeftOut() {
    String page = retort("steps", "respond").ended(0).out();
    assertThat(page).containsPattern("\n +seed +integer +\\(none\\)|\nseed +integer +\\(none\\)")
        .contains("chat.odd", "Drops: `no_user_turn`");
    retort("steps", "respnd").refused("Did you mean 'respond'?");
  }

  @Test
  void simulateAndInitTellTheirMistakes() {
    retort("simulate", "--fault", "reste=0.1").refused("--fault: no fault is called 'reste'", "reset");
    retort("simulate", "--fault", "reset=0.9", "--fault", "slow=0.9").refused("--fault: the rates", "at most");
    retort("init").refused("init: no template was named", "quickstart");
  }

  @Test
  void failuresAreTriedAgainAsToldAndAllowFailedLetsThemPass() throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"),
        """
            recipe: fails
            teachers:
              bad: {simulated: {model: sim-scholar, timing: 0, faults: {error_500: 1, attempts: 1000}}, limits: {attempts: 1}}
            steps:
              - simulated_chats: {rows: 3}
              - respond: {}
              - write: {path: export}
            """);
    Path run = folder.resolve("run");

    Typed first = retort("run", recipe, "--run", run, "--json").ended(3);
    assertThat(first.json().required("state").stringValue()).isEqualTo("failed");
    assertThat(first.err()).contains("respond: 3 failed and 0 pending of 3 units (failed:server_error 3)",
        "allow_failed");
    assertThat(run.resolve("export/manifest.json")).exists();
    Typed none = retort("run", recipe, "--run", run, "--json", "--retry", "none").ended(3);
    assertThat(none.json().at("/calls/made").longValue()).isZero();
    Typed other = retort("run", recipe, "--run", run, "--json", "--retry", "timeout").ended(3);
    assertThat(other.json().at("/calls/made").longValue()).isZero();
    Typed again = retort("run", recipe, "--run", run, "--json", "--retry", "server_error").ended(3);
    assertThat(again.json().at("/calls/made").longValue()).isPositive();
    retort("run", recipe, "--run", run, "--set", "allow_failed=3", "--retry", "none").ended(0);
  }
}
