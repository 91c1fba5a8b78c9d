package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.app.DocsPages.Part;
import dev.retort.recipe.Catalogue;
import dev.retort.recipe.Problem;
import dev.retort.recipe.RecipeReader;
import dev.retort.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say is so: their commands run, their recipes are read, their layouts are recognised.
class DocsTest {
  private static final String SERVER = "http://127.0.0.1:8000/v1";
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct";
  private static final String SIMULATED = "sim-scholar";
  private static final Path TUTORIAL = Path.of("tutorial/first-dataset.md");

  @TempDir
  Path temp = Path.of("");

  private record Ended(int exit, String printed) {}

  /// Pages of which a command is shown to be tried.
  static List<Path> pagesWithCommands() {
    return DocsPages.all().stream()
        .filter(page -> DocsPages.parts(page).stream().anyMatch(part -> part.verb().equals("run"))).toList();
  }

  @ParameterizedTest
  @MethodSource("pagesWithCommands")
  void commandsDoWhatThePageSays(Path page) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("my-data")).toRealPath();
    Path requests = temp.resolve("requests.jsonl");
    try (Cli.Fleet fleet = Cli.simulate(requests)) {
      for (Part part : DocsPages.parts(page)) {
        switch (part.verb()) {
          case "file" -> Files.writeString(folder.resolve(part.words()),
              part.text().replace(SERVER, fleet.baseUrl()).replace(MODEL, SIMULATED));
          case "run" -> run(part, folder);
          case "kill" -> kill(part, folder, requests);
          case "exists" -> assertThat(part.words().split(" ")).allSatisfy(file -> assertThat(folder.resolve(file))
              .isNotEmptyFile());
          case "" -> assertThat(part.language()).as("a block without a mark: " + part.text())
              .matches(language -> language.isEmpty() || !page.endsWith(TUTORIAL));
          default -> throw new AssertionError("no such mark: " + part.verb());
        }
      }
    }
  }

  @Test
  void theTutorialIsTriedFromEndToEnd() {
    Path tutorial = Cli.ROOT.resolve("docs").resolve(TUTORIAL);
    assertThat(pagesWithCommands()).contains(tutorial).hasSizeGreaterThan(1);
    assertThat(DocsPages.parts(tutorial)).filteredOn(part -> !part.verb().isEmpty()).hasSizeGreaterThan(7);
  }

  private void run(Part part, Path folder) throws Exception {
    int wanted = part.words().startsWith("exit=") ? Integer.parseInt(part.words().substring(5)) : 0;
    assertThat(part.commands()).isNotEmpty();
    for (String command : part.commands()) {
      Ended ended = retort(folder, command);
      assertThat(ended.exit()).as(command + "\n" + ended.printed()).isEqualTo(wanted);
      assertShown(part, ended.printed());
    }
  }

  /// Each line the page shows was printed, save for numbers and the folder, which depend on the machine.
  private static void assertShown(Part part, String printed) {
    List<String> lines = printed.lines().map(DocsTest::withoutNumbers).toList();
    for (String line : part.shown()) {
      assertThat(lines).as(part.page().getFileName() + " shows: " + line).contains(withoutNumbers(line));
    }
  }

  static String withoutNumbers(String line) {
    return line.replaceAll("\\S*/(?=runs/)", "").replaceAll("(\\d[\\d,.:]*\\d|\\d)", "#")
        .replaceAll("# (ms|s)\\b", "# s").replaceAll("\\s+", " ").strip();
  }

  @Test
  void aLineThatWasNotPrintedIsNoticed() {
    Part part = new Part(Path.of("page.md"), "run", "", "console", "$ retort x\n...\nmine 120  0  387 ms  1,029\n");
    assertShown(part, "other\nmine 80 1 1.8 s 7\n");
    assertThatThrownBy(() -> assertShown(part, "yours 80 1 1.8 s 7\n")).isInstanceOf(AssertionError.class);
    assertThat(part.commands()).containsExactly("retort x");
  }

  /// Ended by force as soon as a few answers are under way.
  private void kill(Part part, Path folder, Path requests) throws Exception {
    long before = lines(requests);
    Process process = start(folder, part.commands().getFirst(), temp.resolve("killed"));
    while (process.isAlive() && lines(requests) < before + 12) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    assertThat(process.isAlive()).as("it ended by itself: " + Files.readString(temp.resolve("killed"))).isTrue();
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).isEqualTo(137);
    assertShown(part, Files.readString(temp.resolve("killed")));
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private Ended retort(Path folder, String command) throws Exception {
    Path out = temp.resolve("out");
    Process process = start(folder, command, out);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command).isTrue();
    return new Ended(process.exitValue(), Files.readString(out));
  }

  private static Process start(Path folder, String command, Path out) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" +")));
    assertThat(words.removeFirst()).as(command).isEqualTo("retort");
    List<String> java = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m", "-cp",
        System.getProperty("java.class.path"), "dev.retort.app.Main"));
    java.addAll(words);
    return new ProcessBuilder(java).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(out.toFile())
        .start();
  }

  @Test
  void everyRecipeInThePagesIsReadWithoutAProblem() {
    List<String> problems = new ArrayList<>();
    int recipes = 0;
    for (Path page : DocsPages.all()) {
      for (Part part : DocsPages.parts(page)) {
        if (part.language().equals("yaml")) {
          recipes++;
          problems(whole(part.text())).forEach(problem -> problems.add(page + ": " + problem));
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(recipes).isGreaterThan(20);
  }

  @Test
  void aRecipeThatIsWrongIsNoticed() {
    assertThat(problems(whole("- respond: {sample: 3}\n"))).hasSize(1);
    assertThat(problems(whole("teachers:\n  one: {simulated: {mode: sim-brief}}\n"))).isNotEmpty();
  }

  /// A page may show only the steps, only the teachers or only the head of a recipe.
  private static String whole(String text) {
    if (text.startsWith("- ")) {
      return "steps:\n" + text.indent(2);
    }
    return text.startsWith("steps:") || text.contains("\nsteps:") ? text : text + "\nsteps:\n  - simulated_chats: {}\n";
  }

  private static List<Problem> problems(String recipe) {
    return new RecipeReader(Catalogue.load(List.of()), Map.of(), _ -> "a-key").readText("recipe.yaml", recipe,
        Cli.ROOT.resolve("docs")).problems();
  }

  @Test
  void everyFileInRecipesIsReadWithoutAProblem() throws IOException {
    try (Stream<Path> files = Files.list(Cli.ROOT.resolve("recipes"))) {
      List<Path> recipes = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(recipes).hasSizeGreaterThan(4)
          .allSatisfy(file -> assertThat(problems(Files.readString(file))).isEmpty());
    }
  }

  @Test
  void everyLayoutShownIsRecognised() throws IOException {
    List<String> seen = new ArrayList<>();
    for (Part part : DocsPages.parts(Cli.ROOT.resolve("docs/how-to/read-your-chats.md"))) {
      if (part.verb().equals("layout")) {
        Path file = Files.writeString(temp.resolve(part.words() + ".jsonl"), part.text());
        Path recipe = Files.writeString(temp.resolve(part.words() + ".yaml"),
            "steps:\n  - read: {path: %s, terms: own}\n".formatted(file.getFileName()));
        assertThat(new LocalLibrary().check(RunOptions.of(recipe)).notes()).singleElement().asString()
            .startsWith("read: layout " + part.words() + ":");
        seen.add(part.words());
      }
    }
    assertThat(seen).hasSize(11);
  }
}
