package dev.retort.app;

import static dev.retort.app.Typed.retort;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `retort measure` as a user would type it.
class MeasureCommandTest {
  @TempDir
  Path folder = Path.of("");
  private Path answers = Path.of("");

  @BeforeEach
  void answers() throws IOException {
    answers = Files.writeString(folder.resolve("answers.jsonl"), """
        {"instruction": "one", "output": "The cat sat.", "generator": "ann"}
        {"instruction": "two", "output": "Dogs run", "generator": "ann"}
        {"instruction": "one", "output": "the cat ran", "generator": "ben"}
        {"instruction": "two", "output": "a dog runs", "generator": "ben"}
        {"instruction": "three", "output": "alone", "generator": "eve"}
        """);
  }

  @Test
  void similarityPrintsARankingTellsWhatCouldNotBePairedAndWritesJson() throws IOException {
    Path json = folder.resolve("new/similarity.json");
    Typed typed = retort("measure", "similarity", answers, "--by", "generator", "--json", json).ended(0);

    assertThat(typed.out()).contains("ranked by rougeL", "ann        1  1-2    0.733 (0.667 to 0.800)",
        "3 authors, 1 pairs, 3 prompts (0 answered by all)");
    assertThat(typed.err()).contains("texts from 'output', grouped by 'generator', paired by 'instruction'",
        "eve: no prompt in common with any other author, so in no pair; 2 prompts of others not answered");
    JsonNode pair = Json.read(Files.readString(json)).required("pairs").get(0);
    assertThat(pair.propertyNames()).containsExactly("a", "b", "prompts", "rouge1", "rouge2", "rougeL");
    assertThat(pair.required("rougeL").propertyNames()).containsExactly("mean", "low", "high");
    assertThat(Json.read(Files.readString(json)).at("/measures/rougeL/stemmed").booleanValue()).isTrue();
    assertThat(Files.list(folder.resolve("new"))).containsExactly(json);
  }

  @Test
  void measuresAreChosenAndStemsCanBeLeft() {
    JsonNode json = retort("measure", "similarity", answers, "--measures", "rouge1", "--no-stem", "--json", "-")
        .ended(0).json();

    assertThat(json.required("measures").toString())
        .isEqualTo("{\"rouge1\":{\"stemmed\":false,\"statistic\":\"f1\",\"range\":[0,1],\"symmetric\":true}}");
    assertThat(json.at("/pairs/0/rouge1/mean").doubleValue()).isEqualTo(1 / 3.0);
    assertThat(retort("measure", "similarity", answers, "--stem", "--json", "-").ended(0).json()
        .at("/measures/rouge1/stemmed").booleanValue()).isTrue();
  }

  @Test
  void rowsHoldTheValuesOfEachPrompt() throws IOException {
    Path lines = folder.resolve("rows.jsonl");
    Path csv = folder.resolve("rows.csv");
    retort("measure", "similarity", answers, "--rows", lines, "--measures", "rougel,rouge1").ended(0);
    retort("measure", "similarity", answers, "--rows", csv, "--measures", "rougeL").ended(0);

    assertThat(Files.readAllLines(lines)).containsExactly(
        "{\"prompt\":\"one\",\"a\":\"ann\",\"b\":\"ben\",\"rougeL\":0.6666666666666666,\"rouge1\":0.6666666666666666}",
        "{\"prompt\":\"two\",\"a\":\"ann\",\"b\":\"ben\",\"rougeL\":0.8,\"rouge1\":0.8}");
    assertThat(Files.readAllLines(csv)).containsExactly("prompt,a,b,rougeL", "one,ann,ben,0.6666666666666666",
        "two,ann,ben,0.8");
  }

  @Test
  void diversityAndStylePrintATableByAuthor() throws IOException {
    Typed diversity = retort("measure", "diversity", answers, "--measures", "distinct_1,distinct_4").ended(0);
    Path json = folder.resolve("style.json");
    Typed style = retort("measure", "style", answers, "--json", json).ended(0);

    assertThat(diversity.out()).contains("measure       ann    ben    eve", "texts           2      2      1",
        "distinct_1  1.000  1.000  1.000").doesNotContain("distinct_4");
    assertThat(diversity.err()).contains("distinct_4: none for 3 of 3 authors: no text has 4 words",
        "authors have 1 to 2 texts", "--limit 1");
    assertThat(style.out()).contains("words_median", "refusal_rate").doesNotContain("tag_em");
    assertThat(style.err()).contains("numbers are shown; --json FILE has all");
    assertThat(Json.read(Files.readString(json)).at("/groups/0/tag_em/value").doubleValue()).isZero();
    assertThat(Json.read(Files.readString(json)).at("/groups/0/author").stringValue()).isEqualTo("ann");
  }

  @Test
  void perplexityUnderATeacherComesFromTheStepThatAskedIt() throws IOException {
    Files.writeString(folder.resolve("texts.jsonl"), """
        {"name": "ann", "text": "The cat sat."}
        {"name": "ben", "text": "Dogs run"}
        {"name": "eve", "text": ""}
        """);
    Path recipe = Files.writeString(folder.resolve("scored.yaml"), """
        recipe: scored
        teachers:
          sim: {simulated: {model: sim-scholar, timing: 0}, terms: own}
        steps:
          - read: {path: texts.jsonl, terms: own}
          - perplexity: {column: text}
          - write: {layout: rows}
        """);
    Path run = folder.resolve("run");
    retort("run", recipe, "--run", run).ended(0);
    List<Path> exported = Files.list(run.resolve("export")).filter(file -> file.toString().contains("data-")).toList();
    double sum = 0;
    long tokens = 0;
    for (String line : Files.readAllLines(exported.getFirst())) {
      JsonNode row = Json.read(line);
      sum += row.path("perplexity_logprob").asDouble(0);
      tokens += row.path("perplexity_tokens").asLong(0);
    }
    Path json = folder.resolve("d.json");
    Typed table = retort("measure", "diversity", exported.getFirst(), "--by", "perplexity_teacher",
        "--json", json).ended(0);

    assertThat(tokens).isPositive();
    assertThat(table.out()).contains("perplexity_teacher:sim");
    JsonNode told = Json.read(Files.readString(json)).at("/groups/0").required("perplexity_teacher:sim");
    assertThat(told.required("value").doubleValue()).isEqualTo(Math.exp(-sum / tokens));
    assertThat(told.required("note").stringValue()).contains("2 texts of " + tokens + " tokens; 1 without");
  }

  @Test
  void openingsThatManyTextsShareAreShown() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append("{\"model\": \"ann\", \"text\": \"%s number %d\"}\n"
          .formatted(i < 5 ? "Here is a list" : "w" + i + " x" + i, i));
      lines.append("{\"model\": \"ben\", \"text\": \"u%d v%d w%d\"}\n".formatted(i, i, i));
    }
    Path file = Files.writeString(folder.resolve("openings.jsonl"), lines);

    assertThat(retort("measure", "style", file).ended(0).out()).containsPattern("ann +25 % +here is a \\.\\.\\.")
        .doesNotContainPattern("ben +[0-9]+ %");
  }

  @Test
  void reasonsAreTheOwnOfEachAuthorAndSaidOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("reasons.jsonl"), """
        {"model": "ann", "text": "a b c"}
        {"model": "ben", "text": ""}
        {"model": "ben", "text": " "}
        """);
    Typed typed = retort("measure", "diversity", file, "--measures", "distinct_3,distinct_4,ngram_ratio").ended(0);

    assertThat(typed.err()).contains("distinct_4, ngram_ratio: none for 1 of 2 authors: no text has 4 words",
        "distinct_3, distinct_4, ngram_ratio: none for 1 of 2 authors: no text has words",
        "blank texts: 2; texts without words are left out of all measures");
  }

  @Test
  void aStyleOfFewTextsHasNoInterval() {
    assertThat(retort("measure", "style", answers, "--measures", "words_mean").ended(0).out())
        .containsPattern("words_mean +2.500 +3.000 +1.000").doesNotContain(" to ");
    assertThat(retort("measure", "similarity", answers).ended(0).err())
        .contains("3 prompts are few: intervals of fewer than 10 are too narrow");
  }

  @Test
  void aStudentIsHeldAgainstTwoTeachers() throws IOException {
    Path file = Files.writeString(folder.resolve("three.jsonl"), """
        {"prompt": "p", "text": "**a** b", "model": "s"}
        {"prompt": "p", "text": "**a** c", "model": "t"}
        {"prompt": "p", "text": "a b", "model": "u"}
        """);
    Typed typed = retort("measure", "style", file, "--student", "s", "--teacher", "t", "--other", "u").ended(0);

    assertThat(typed.out()).contains("strong      1.000  1.000  1.000  0.000      -", "to t: mean ratio 1.000",
        "over 1 prompts");
    retort("measure", "style", file, "--student", "s").refused("--student, --teacher and --other go together");
    retort("measure", "style", file, "--student", "s", "--teacher", "t", "--other", "x").refused("no text is by 'x'");
  }

  @Test
  void manyAuthorsStandBelowEachOtherAndWideTablesInParts() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      many.append("{\"text\": \"some words\", \"model\": \"author-%d\"}\n".formatted(i));
    }
    Path file = Files.writeString(folder.resolve("many.jsonl"), many);
    String out = retort("measure", "style", file).ended(0).out();

    assertThat(out.lines().filter(line -> line.startsWith("author  "))).hasSizeGreaterThan(1);
    assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(out).contains("author-4", "marker_words_per_million",
        "Intervals, notes and corrected comparisons are in --json FILE.");
  }

  @Test
  void mistakesAreToldWithNearMissesAndLeaveNothingBehind() throws IOException {
    retort("measure").refused("similarity");
    retort("measure", "similarty", answers).refused("'similarty' is not a command", "Did you mean 'similarity'?");
    retort("measure", "similarity").refused("INPUT");
    retort("measure", "similarity", answers, "--bye", "x").refused("has no option '--bye'", "Did you mean '--by'?");
    retort("measure", "similarity", answers, "--by", "generater").refused("Did you mean 'generator'?");
    retort("measure", "similarity", answers, "--measures", "rogue1").refused("found 'rogue1'",
        "Did you mean 'rouge1'?");
    retort("measure", "similarity", answers, "--on-bad-row", "drp").refused("Did you mean 'drop'?");
    retort("measure", "similarity", answers, "--limit", "0").refused("--limit: found 0");
    retort("measure", "similarity", answers, "--rows", folder.resolve("rows.txt")).refused("--rows: found");
    retort("measure", "similarity", answers, "--json", folder).refused("found a folder, wanted a file to write");
    retort("measure", "similarity", answers, "--text", "instruction", "--prompt", "output", "--json",
        folder.resolve("x.json")).refused("no two authors have answered the same prompt");
    assertThat(Files.list(folder).map(file -> file.getFileName().toString())).containsExactly("answers.jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"similarity", "diversity", "style"})
  void eachHasHelpWithAnExample(String measure) {
    assertThat(retort("measure", measure, "--help").ended(0).out()).contains("Example:\n  retort measure " + measure);
    assertThat(List.of(retort("measure", "--help").ended(0).out().split("\n"))).anyMatch(line -> line.startsWith("  "
        + measure + " "));
  }
}
