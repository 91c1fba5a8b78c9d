package dev.retort.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.app.terminal.Terminal;
import dev.retort.app.terminal.Terminal.Look;
import dev.retort.row.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `retort study` and `study:` over a run of three recorded teachers, made by hand.
class StudyCommandTest {
  private static final List<String> PROMPTS = List.of("Name a colour.", "Name a fruit.", "Name a city.", "Count.");

  @TempDir
  Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void answersAndJudgements() throws IOException {
    Path answers = Files.createDirectories(temp.resolve("answers"));
    answers(answers.resolve("red.jsonl"), "red-1", "red, as a rose is red");
    answers(answers.resolve("crimson.jsonl"), "crimson-1", "red, as a rose is crimson");
    answers(answers.resolve("blue.jsonl"), "example", "nothing of the kind");
    Path judged = Files.createDirectories(temp.resolve("judged"));
    judgements(judged.resolve("crimson.jsonl"), "crimson", "2.0", "1.0", "0", "null");
    judgements(judged.resolve("blue.jsonl"), "example", "1.0", "1.0", "1.5", "1.4");
    judgements(judged.resolve("red.jsonl"), "green", "1.0", "1.0", "1.0", "1.0");
    Files.writeString(temp.resolve("recipe.yaml"), """
        recipe: colours
        teachers:
          all: {recorded: {path: "answers/*.jsonl"}, terms: own}
        steps:
          - read: {path: answers/red.jsonl, terms: own}
          - respond: {teachers: [all]}
        study: {by: teacher, preferences: {path: judged/*.jsonl}}
        """);
  }

  private static void answers(Path file, String generator, String answer) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String prompt : PROMPTS) {
      lines.append(Json.MAPPER.createObjectNode().put("instruction", prompt).put("output", prompt + " " + answer)
          .put("generator", generator)).append('\n');
    }
    Files.writeString(file, lines);
  }

  private static void judgements(Path file, String model, String... values) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      lines.append("""
          {"instruction": "%s", "generator_1": "red", "generator_2": "%s", "annotator": "eye", "preference": %s}
          """.formatted(PROMPTS.get(i), model, values[i]));
    }
    Files.writeString(file, lines);
  }

  private int retort(String... words) {
    Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), new Look(false, 100, false));
    return new App(new LocalLibrary(), terminal).execute(words);
  }

  private int run() {
    return retort("run", temp.resolve("recipe.yaml").toString(), "--run", temp.resolve("run").toString());
  }

  private JsonNode json() throws IOException {
    return Json.read(Files.readString(temp.resolve("run/study.json")));
  }

  @Test
  void aRecipeWithAStudyHasOneAtTheEndOfItsRun() throws IOException {
    assertThat(run()).as(err.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(temp.resolve("run/study.html")).isNotEmptyFile();
    assertThat(temp.resolve("run/study.md")).isNotEmptyFile();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("study.html");
    JsonNode table = json().at("/preferences/tables/0");
    assertThat(table.path("baseline").stringValue("")).isEqualTo("all/red");
    // crimson: won, lost, tied and undecided, so (1 + 0 + 0.5) / 3; blue: (0 + 0 + 0.5 + 0.4) / 4
    assertThat(table.at("/teachers/0/win_rate/value").asDouble()).isCloseTo(0.5, within(1e-12));
    assertThat(table.at("/teachers/1/teacher").stringValue("")).isEqualTo("all/blue");
    assertThat(table.at("/teachers/1/win_rate/value").asDouble()).isCloseTo(0.225, within(1e-12));
    assertThat(json().at("/preferences/files/left_out/of a model that is no teacher of this study").asInt())
        .isEqualTo(4);
    assertThat(json().at("/preferences/files/misnamed/0").stringValue(""))
        .isEqualTo("judged/red.jsonl judges 'green', not 'red' as its name says");
    assertThat(json().at("/preferences/not_judged/0").stringValue("")).isEqualTo("all/red");
  }

  @Test
  void alikeTeachersAreMoreAlikeThanOthers() throws IOException {
    run();

    assertThat(json().at("/similarity/pairs")).hasSize(3).allSatisfy(pair -> {
      boolean alike = !pair.toString().contains("blue");
      assertThat(pair.at("/rougeL/value").asDouble()).matches(value -> alike == value > 0.7, "alike: " + alike);
    });
  }

  @Test
  void theCommandMakesTheSameFilesAgainFromTheFolderAlone() throws IOException {
    run();
    List<byte[]> before = List.of(Files.readAllBytes(temp.resolve("run/study.html")),
        Files.readAllBytes(temp.resolve("run/study.md")), Files.readAllBytes(temp.resolve("run/study.json")));
    Files.delete(temp.resolve("recipe.yaml"));

    assertThat(retort("study", temp.resolve("run").toString(), "--out", temp.resolve("again").toString())).isZero();

    assertThat(List.of(Files.readAllBytes(temp.resolve("again/study.html")),
        Files.readAllBytes(temp.resolve("again/study.md")), Files.readAllBytes(temp.resolve("again/study.json"))))
        .usingElementComparator((one, other) -> java.util.Arrays.compare(one, other)).isEqualTo(before);
  }

  @Test
  void jsonIsPrintedForPrograms() {
    run();
    out.reset();

    assertThat(retort("study", temp.resolve("run").toString(), "--json")).isZero();

    assertThat(Json.read(out.toString(StandardCharsets.UTF_8)).at("/study/step").stringValue("")).isEqualTo("respond");
  }

  @Test
  void preferencesOfTheCommandLineReplaceThoseOfTheRecipe() throws IOException {
    run();

    assertThat(retort("study", temp.resolve("run").toString(), "--preferences",
        temp.resolve("judged/blue.jsonl").toString())).isZero();

    assertThat(json().at("/preferences/files/files").asInt()).isEqualTo(1);
    assertThat(json().at("/preferences/tables/0/teachers")).hasSize(1);
  }

  @Test
  void mistakesAreToldBeforeTheRun() throws IOException {
    Files.writeString(temp.resolve("recipe.yaml"), Files.readString(temp.resolve("recipe.yaml"))
        .replace("study: {by: teacher,", "study: {by: author, from: judge,").replace("judged/*", "nowhere/*"));

    assertThat(run()).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains("study.from: found 'judge'")
        .contains("no step gives both 'author' and 'response'").contains("study.preferences.path: ")
        .contains("nowhere");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoRunIsRefused() {
    assertThat(retort("study", temp.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("found no run.json, wanted a run folder");
  }

  @Test
  void aFileWithOtherColumnsIsRefusedByName() throws IOException {
    run();
    Path file = Files.writeString(temp.resolve("other.jsonl"), "{\"left\": \"a\", \"right\": \"b\"}\n");

    assertThat(retort("study", temp.resolve("run").toString(), "--preferences", file.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("found the columns [left, right], wanted 'generator_1'");
  }

  @Test
  void aTeacherThatFailedEveryPromptIsToldOf() throws IOException {
    Files.writeString(temp.resolve("answers/mute.jsonl"), """
        {"instruction": "Something else.", "output": "Yes.", "generator": "mute"}
        """);
    Files.writeString(temp.resolve("recipe.yaml"),
        Files.readString(temp.resolve("recipe.yaml")) + "allow_failed: 4\n");

    assertThat(run()).as(err.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(json().path("teachers")).hasSize(3);
    assertThat(json().at("/notes/0").stringValue(""))
        .startsWith("all/mute answered none of the prompts looked at, and stands in no table; failed: ").endsWith(" 4");
  }

  @Test
  void aMistakeInTheJudgementsHidesNothingOfTheRun() throws IOException {
    Files.writeString(temp.resolve("judged/blue.jsonl"), "{\"left\": \"a\"}\n");

    assertThat(run()).isEqualTo(2);

    assertThat(temp.resolve("run/report.html")).isNotEmptyFile();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("report.html");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("found the columns [left]");
  }

  @Test
  void columnsAndScaleMayBeSet() throws IOException {
    run();
    Path file = Files.writeString(temp.resolve("other.jsonl"), """
        {"q": "Count.", "left": "red", "right": "blue", "who": "eye", "better": "0.75"}
        """);
    String path = "study.preferences.";

    assertThat(retort("study", temp.resolve("run").toString(), "--preferences", file.toString(), "--set",
        path + "a=left", "--set", path + "b=right", "--set", path + "prompt=q", "--set", path + "value=better",
        "--set", path + "annotator=who", "--set", path + "range=[0, 1]", "--set", path + "tie=[0.5]"))
        .as(err.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(json().at("/preferences/tables/0/teachers/0/win_rate/value").asDouble()).isEqualTo(0.75);
  }
}
