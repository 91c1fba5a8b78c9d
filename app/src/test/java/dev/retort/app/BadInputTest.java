package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import dev.retort.run.FinishedRun;
import dev.retort.run.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files, recipes and folders as they should not be, met through the command line: exit code 2, words, and no wreckage.
class BadInputTest {
  private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"q%d\"},"
      + "{\"role\":\"assistant\",\"content\":\"a%d\"}],\"n\":%d}";

  @TempDir
  Path folder;

  private static List<String> chats(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(CHAT.formatted(i, i, i));
    }
    return lines;
  }

  private static byte[] lines(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A recipe that reads a file of the folder, and writes its rows.
  private Path recipe(String read) throws IOException {
    return Files.writeString(folder.resolve("r.yaml"), """
        recipe: bad
        teachers: {s: {simulated: {model: sim-scholar}}}
        steps:
          - read: %s
          - keep: {where: "n >= 0"}
          - write: {path: export}
        """.formatted(read));
  }

  static Stream<Arguments> badFiles() {
    byte[] many = lines(chats(3000));
    byte[] flipped = gzip(many);
    flipped[60] ^= 0x55;
    flipped[61] ^= 0x55;
    byte[] invalid = lines(List.of(CHAT.formatted(0, 0, 0), CHAT.formatted(1, 1, 1)));
    invalid[invalid.length - 20] = (byte) 0xff;
    return Stream.of(
        arguments("cut.jsonl.gz", half(gzip(many)), "ends too early", "cut off. Fetch it again."),
        arguments("cut.jsonl.zst", half(Zstd.compress(many)), "cannot be unpacked as zstd", "Fetch it again."),
        arguments("flipped.jsonl.gz", flipped, "cannot be unpacked as gzip", "Fetch it again."),
        arguments("plain.jsonl.gz", text("no gzip at all"), "its name says gzip, its first bytes do not", "rename it."),
        arguments("broken.jsonl", lines(List.of(CHAT.formatted(0, 0, 0), CHAT.formatted(1, 1, 1), "{\"messages\": [}")),
            "broken.jsonl:3: not JSON: Unexpected close marker '}': expected ']', at byte 14",
            "Correct the record, or set on_bad_row: drop."),
        arguments("array.json", text("[{\"n\": 1},\n {\"n\": oops}]"), "array.json", "not JSON"),
        arguments("invalid.jsonl", invalid, "invalid.jsonl:2: invalid UTF-8 at byte", "on_bad_row: drop."),
        arguments("utf16.jsonl", "\ufeff{}".getBytes(StandardCharsets.UTF_16LE), "found UTF-16, wanted UTF-8",
            "iconv"),
        arguments("empty.jsonl", text(""), "empty, wanted at least one row", "Leave the file out or fill it."),
        arguments("blank.jsonl", text("\n \n"), "empty, wanted at least one row", "Leave the file out or fill it."),
        arguments("twice.csv", text("n,n\n1,2\n"), "the header has 'n' twice", "a name of its own"),
        arguments("open.csv", text("n,t\n1,\"never closed\n2,x\n"), "open.csv:2:", "Add the missing quote."),
        arguments("other.jsonl", text("{\"question\": \"x\"}\n"), "no column 'n'", "question"),
        arguments("noise.parquet", text("PAR1 but nothing more"), "noise.parquet", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void aFileThatCannotBeReadIsRefusedByNameWithoutWreckage(String name, byte[] bytes, String found, String advice)
      throws IOException {
    Files.write(folder.resolve(name), bytes);
    Path run = folder.resolve("run");

    Typed typed = retort("run", recipe("{path: %s, terms: own}".formatted(name)), "--run", run).refused(found, advice);

    assertThat(typed.err().lines().filter(line -> line.contains("r.yaml") || line.contains(name)).count())
        .as(typed.err()).isEqualTo(1);
    assertThat(typed.err()).doesNotContain("REDACTED").doesNotContain("comes in, only []");
    assertThat(run.resolve("export")).doesNotExist();
    assertThat(run.resolve("tables/01-read")).doesNotExist();
    assertThat(run.resolve("tables/01-read.json")).doesNotExist();
  }

  @Test
  void aMissingFileAndAFolderAreToldWithTheirPath() throws IOException {
    Files.createDirectory(folder.resolve("some.jsonl"));

    retort("run", recipe("{path: none.jsonl, terms: own}")).refused(folder.resolve("none.jsonl") + ": no such file",
        "relative ones start from the recipe's folder.");
    retort("run", recipe("{path: some.jsonl, terms: own}")).refused(
        folder.resolve("some.jsonl") + ": found a folder, wanted a file", "*.jsonl");
    retort("run", recipe("{path: 'none-*.jsonl', terms: own}")).refused("none-*.jsonl");
    retort("run", folder.resolve("none.yaml")).refused("none.yaml: no such file, a recipe was wanted", "retort init");
    retort("run", folder).refused("found a folder, a recipe file was wanted");
  }

  @Test
  void oneMistakeInASourceIsToldOnceButUnknownTeachersBehindItToo() throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        teachers: {qwen: {simulated: {model: sim-scholar}}}
        steps:
          - read: {path: none.jsonl, terms: own}
          - respond: {teachers: [qwem]}
          - write: {path: export}
        """);

    Typed typed = retort("check", recipe).refused("none.jsonl: no such file", "found no teacher 'qwem'");

    assertThat(typed.err().lines().count()).as(typed.err()).isEqualTo(2);
  }

  @Test
  void rowsWithoutTheColumnsAStepNeedsAreNamedWithThoseThereAre() throws IOException {
    Files.writeString(folder.resolve("q.jsonl"), "{\"question\": \"x\", \"n\": 1}\n");
    Path recipe = Files.writeString(folder.resolve("r.yaml"), """
        teachers: {s: {simulated: {model: sim-scholar}}}
        steps:
          - read: {path: q.jsonl, terms: own}
          - respond: {}
          - write: {path: export}
        """);

    Typed typed = retort("run", recipe).refused("steps[1].respond", "no column 'messages' comes in",
        "[question, n, sources]");

    assertThat(typed.err().lines().count()).as(typed.err()).isEqualTo(1);
  }

  @Test
  void badRowsAreDroppedWhenWantedCountedAndKeptWithFileAndLine() throws IOException {
    List<String> rows = new ArrayList<>(chats(4));
    rows.add(1, "{\"messages\": [}");
    rows.add(3, "[1, 2]");
    Files.write(folder.resolve("some.jsonl"), lines(rows));
    Path run = folder.resolve("run");

    Typed typed = retort("run", recipe("{path: some.jsonl, terms: own, on_bad_row: drop}"), "--run", run, "--json")
        .ended(0);

    assertThat(List.of(typed.count(0, "units"), typed.count(0, "kept"), typed.count(0, "dropped")))
        .containsExactly(6L, 4L, 2L);
    List<String> drops = new ArrayList<>();
    try (FinishedRun finished = FinishedRun.open(run, folder.resolve("work"))) {
      finished.drops("read", drop -> drops.add(drop.reason() + " " + drop.detail()));
    }
    assertThat(drops).hasSize(2);
    assertThat(drops.getFirst()).startsWith("bad_row " + folder.resolve("some.jsonl") + ":2: not JSON");
    assertThat(drops.getLast()).contains("some.jsonl:4: found a list, wanted an object");
  }

  static Stream<Arguments> oddButGood() {
    byte[] rows = lines(chats(3));
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes(new byte[]{(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    marked.writeBytes(rows);
    return Stream.of(arguments("lines.json", rows, "holds JSON lines"),
        arguments("array.jsonl", text("[" + String.join(",\n", chats(3)) + "]"), "is a JSON array"),
        arguments("marked.jsonl", marked.toByteArray(), "layout chat"),
        arguments("packed.jsonl", gzip(rows), "is packed with gzip, though its name does not say so"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddButGood")
  void aFileThatIsNotWhatItsNameSaysIsReadAndThatIsTold(String name, byte[] bytes, String note) throws IOException {
    Files.write(folder.resolve(name), bytes);

    Typed typed = retort("run", recipe("{path: %s, terms: own}".formatted(name)), "--run", folder.resolve("run"),
        "--json").ended(0);

    assertThat(typed.count(0, "kept")).isEqualTo(3);
    assertThat(typed.err()).contains(note);
  }

  static Stream<Arguments> badRecipes() {
    String bomb = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nsteps: [*c]\n";
    return Stream.of(arguments("recipe: x\nrecipe: y\nsteps: []\n", "r.yaml:2:1: recipe", "the key stands twice"),
        arguments(bomb, "r.yaml:2:8", "found the alias *a, which is not read"),
        arguments("steps: " + "[".repeat(10_000), "r.yaml:1:", "nested deeper than 50 levels"),
        arguments("recipe: !!java.io.File x\nsteps: []\n", "r.yaml:1:9: recipe", "which is not read. Leave it out."),
        arguments("steps:\n\t- read: x\n", "r.yaml:2:1", "Indent with spaces."),
        arguments("steps:\n  - raed: {path: x}\n", "steps[0].raed", "Did you mean 'read'?"),
        arguments("teachers: {t: {simulatd: {}}}\nsteps: [{simulated_chats: {rows: 1}}]\n", "teachers.t.simulatd",
            "Did you mean 'simulated'?"),
        arguments("x".repeat(1_100_000), "r.yaml", "Is it a dataset?"));
  }

  @ParameterizedTest
  @MethodSource("badRecipes")
  void aHostileOrMistakenRecipeIsRefusedWithItsPlace(String yaml, String where, String why) throws IOException {
    Path recipe = Files.writeString(folder.resolve("r.yaml"), yaml);

    retort("check", recipe).refused(where, why);
    retort("run", recipe, "--run", folder.resolve("run")).refused(where, why);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoRunIsLeftAlone() throws IOException {
    Files.write(folder.resolve("c.jsonl"), lines(chats(2)));
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("lock"), "somebody else's");
    Files.writeString(foreign.resolve("thesis.txt"), "mine");

    retort("run", recipe("{path: c.jsonl, terms: own}"), "--run", foreign).refused(foreign.toString(),
        "a folder with other things in it", "--run");
    retort("run", folder.resolve("r.yaml"), "--run", foreign.resolve("thesis.txt")).refused("found a file");
    assertThat(foreign.resolve("lock")).hasContent("somebody else's");
    try (Stream<Path> files = Files.list(foreign)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aRunOfAnotherFormatOrADamagedOneIsRefusedAndNothingIsDeleted() throws IOException {
    Files.write(folder.resolve("c.jsonl"), lines(chats(2)));
    Path recipe = recipe("{path: c.jsonl, terms: own}");
    Path run = folder.resolve("run");
    retort("run", recipe, "--run", run).ended(0);
    Path state = run.resolve("run.json");
    String whole = Files.readString(state);

    Files.writeString(state, whole.replaceFirst("\"format\" *: *1", "\"format\": 99"));
    retort("run", recipe, "--run", run).refused("has format 99", "reads format 1", "nothing was changed");
    Files.writeString(state, whole.substring(0, 20));
    retort("run", recipe, "--run", run).refused("run.json is not readable", "nothing was changed");
    assertThat(run.resolve("export/manifest.json")).exists();
    Files.writeString(state, whole);
    retort("run", recipe, "--run", run).ended(0);

    Files.writeString(run.resolve("ledger.db"), "no ledger at all, but something else of some length");
    retort("run", recipe, "--run", run).refused("ledger.db", "not an SQLite file, or a damaged one");
    assertThat(run.resolve("export/manifest.json")).exists();
  }

  @Test
  void aFolderThatAnotherProcessHoldsIsRefusedWithItsNumber() throws IOException {
    Files.write(folder.resolve("c.jsonl"), lines(chats(2)));
    Path run = folder.resolve("run");
    try (RunFolder _ = RunFolder.open(run)) {
      retort("run", recipe("{path: c.jsonl, terms: own}"), "--run", run).refused("another run is at work",
          "process " + ProcessHandle.current().pid(), "--run");
    }
    retort("run", folder.resolve("r.yaml"), "--run", run).ended(0);
  }

  /// `/dev/full` refuses every byte with the system's own "No space left on device".
  @ParameterizedTest
  @MethodSource("writtenFiles")
  void aFullDiskIsToldAndTheSameCommandGoesOnWhenThereIsRoom(String file) throws IOException {
    Files.write(folder.resolve("c.jsonl"), lines(chats(2)));
    Path recipe = recipe("{path: c.jsonl, terms: own}");
    Path run = folder.resolve("run");
    Path aside = run.resolve(file);
    Files.createDirectories(aside.getParent());
    if (!file.equals("run.json.aside")) {
      Files.writeString(run.resolve("run.json"), "{\"format\": 1}");
    }
    Files.createSymbolicLink(aside, Path.of("/dev/full"));

    Typed typed = retort("run", recipe, "--run", run).ended(2);

    assertThat(typed.err()).contains("disk full", "Free space and run the same command again.", run.toString());
    Files.deleteIfExists(aside);
    retort("run", recipe, "--run", run).ended(0);
    assertThat(run.resolve("export/manifest.json")).exists();
  }

  static Stream<String> writtenFiles() {
    return Stream.of("run.json.aside", "recipe.yaml.aside", "report.html.part");
  }
}
