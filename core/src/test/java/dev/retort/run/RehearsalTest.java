package dev.retort.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.run.RunOptions.Place;
import dev.retort.run.RunOptions.Retry;
import dev.retort.run.spend.Forecast;
import dev.retort.run.spend.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  private static final String RECIPE = """
      recipe: told
      budget: {calls: 5000}
      teachers:
        one:
          simulated: {model: sim-brief, timing: 0, faults: {error_500: 0.0}}
          sampling: {max_tokens: 64}
          price: {input: 1, output: 2, as_of: 2026-11-01, source: "https://example.com"}
          limits: {requests_per_minute: 30000}
        two: {simulated: {model: sim-scholar, timing: 0}, sampling: {max_tokens: 32}}
      steps:
        - simulated_chats: {rows: %d, turns: 3}
        - keep: {where: "family != 'date_puzzle'"}
        - respond: {}
        - prompt: {teacher: one, template: "Is this right? {{response}}", answer: {into: verdict}}
      """;
  @TempDir
  Path folder;

  private RunOptions options(String recipe) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), recipe);
    return new RunOptions(file, new Place(folder.resolve("run"), null), Map.of(), Long.MAX_VALUE, new Retry.All(),
        java.util.List.of());
  }

  @Test
  void callsAreThoseTheRunMakesAndTokensAreNeverMoreThanTold() throws IOException {
    RunOptions options = options(RECIPE.formatted(60));
    Forecast told = Objects.requireNonNull(Check.check(options).forecast());
    RunSummary summary = Run.execute(options, RunListener.SILENT);

    Spend spend = summary.calls().spend();
    assertThat(told.basis()).isEqualTo(new Forecast.Basis(60, true, 60));
    for (Spend.Line line : spend.lines()) {
      Forecast.Line before = told.lines().stream().filter(one -> one.payer().equals(line.payer())).findFirst()
          .orElseThrow();
      long failed = line.total().estimated();
      assertThat(line.total().calls() - failed).as(line.payer().toString()).isCloseTo(before.calls(),
          org.assertj.core.data.Percentage.withPercentage(5));
      assertThat(line.total().completion()).isLessThanOrEqualTo(Objects.requireNonNull(before.completion().most()));
    }
    assertThat(told.atLeast()).isNotNull().isLessThan(Duration.ofSeconds(5));
    assertThat(Objects.requireNonNull(spend.total())).isLessThanOrEqualTo(Objects.requireNonNull(told.most()));
    assertThat(spend.error()).isNotNull().isLessThan(BigDecimal.ZERO);
  }

  @Test
  void answersOfEarlierSittingsTellHowLongThoseToComeAre() throws IOException {
    RunOptions options = options(RECIPE.formatted(20).replace("recipe: told", "recipe: again"));
    assertThat(Objects.requireNonNull(Check.check(options).forecast()).likely()).isNull();
    Run.execute(options, RunListener.SILENT);

    Forecast told = Objects.requireNonNull(Check.check(options).forecast());
    assertThat(told.likely()).isNotNull();
    assertThat(Objects.requireNonNull(told.likely())).isLessThan(Objects.requireNonNull(told.most()));
  }

  @Test
  void judgesAreCountedOnceAQuestionAndTheirRowsGoOn() throws IOException {
    RunOptions options = options("""
        recipe: judged
        teachers:
          one: {simulated: {model: sim-brief, timing: 0}}
        steps:
          - simulated_chats: {rows: 10}
          - respond: {}
          - judge: {rubric: [helpfulness, conciseness]}
          - prompt: {template: "Go on: {{response}}", answer: {into: again}}
        """);
    Forecast told = Objects.requireNonNull(Check.check(options).forecast());
    assertThat(told.lines().stream().filter(line -> line.payer().step().equals("judge")).findFirst().orElseThrow()
        .calls()).isEqualTo(20);
    assertThat(told.lines().stream().filter(line -> line.payer().step().equals("prompt")).findFirst().orElseThrow()
        .calls()).isEqualTo(10);
  }

  @Test
  void sourcesThatWereNotReadWholeAreToldSo() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      rows.append("{\"prompt\":\"question ").append(i).append("\"}\n");
    }
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    Forecast told = Objects.requireNonNull(Check.check(options("""
        teachers: {one: {simulated: {model: sim-brief, timing: 0}}}
        steps:
          - read: {path: rows.jsonl, terms: own}
          - respond: {}
        """)).forecast());

    assertThat(told.basis()).isEqualTo(new Forecast.Basis(1000, false, 256));
    assertThat(told.calls()).isEqualTo(1000);
    assertThat(told.lines().getFirst().completion().most()).isNull();
  }
}
