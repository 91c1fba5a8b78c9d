package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.Models;
import dev.retort.step.OfModel.Lane;
import dev.retort.step.Outcome;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Limits;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Teacher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PerplexityTest {
  private static final Schema SCHEMA = Schema.of(Column.text("response"), Column.bool("simulated"),
      new Column(Source.COLUMN, Source.LIST));
  private static final Perplexity STEP = new Perplexity("qwen", "response", "perplexity");
  private static final String NOTHING_OF_THE_FIRST = "{\"token\":\"\"}";

  /// A model that tells what it is made with of every prompt.
  private static final class Telling implements Models {
    final List<Request> asked = new ArrayList<>();
    private final @Nullable String logprobs;

    Telling(@Nullable String logprobs) {
      this.logprobs = logprobs;
    }

    /// @param values of the tokens after the first
    static Telling of(String... values) {
      StringBuilder content = new StringBuilder(NOTHING_OF_THE_FIRST);
      for (String value : values) {
        content.append(",{\"token\":\"w\",\"logprob\":").append(value).append('}');
      }
      return new Telling("{\"content\":[" + content + "]}");
    }

    @Override
    public Unit unit() {
      return new Unit("perplexity", "qwen", 0);
    }

    @Override
    public Teacher teacher(String name) {
      return new Teacher(new ScriptedModels.Nowhere(null), null, Sampling.NONE, Limits.DEFAULT, Duration.ofSeconds(1),
          null);
    }

    @Override
    public Reply ask(String teacher, Request request) {
      asked.add(request);
      return new Reply(List.of(new Reply.Choice("", "", "length", null, logprobs)), new Reply.Usage(3, 1, false), "q",
          false, List.of());
    }

    @Override
    public List<Reply> askAll(String teacher, List<Request> requests) {
      return requests.stream().map(request -> ask(teacher, request)).toList();
    }

    @Override
    public OptionalInt window(String teacher) {
      return OptionalInt.empty();
    }

    @Override
    public Count tokens(String teacher, Request prompt) {
      return new Count(1, true);
    }

    @Override
    public RandomGenerator random() {
      return new Random(1);
    }
  }

  private static Row row(@Nullable String text) {
    return new Row("a", SCHEMA, text, true, Source.union(List.of(), new Source("read", "prompt")));
  }

  private static Outcome score(@Nullable String text, Telling models) {
    return STEP.rollout(SCHEMA, STEP.columns(SCHEMA, new PlanLog("qwen"))).run(row(text), models);
  }

  private static Row kept(Outcome outcome) {
    return ((Outcome.Kept) outcome).rows().getFirst();
  }

  private static Outcome.Failed failed(Outcome outcome) {
    return (Outcome.Failed) outcome;
  }

  @Test
  void theFirstTokenIsNotCountedAndTheOthersAre() {
    Telling models = Telling.of("-1.5", "-0.5", "-1");
    Row made = kept(score("soup with salt", models));

    assertThat(models.asked).containsExactly(new Request.PromptLogprobs("soup with salt", 0));
    assertThat((Double) Objects.requireNonNull(made.get("perplexity"))).isCloseTo(Math.E, within(1e-12));
    assertThat(made.get("perplexity_logprob")).isEqualTo(-3.0);
    assertThat(made.get("perplexity_tokens")).isEqualTo(3L);
    assertThat(made.text("perplexity_undecided")).isNull();
    assertThat(made.text("perplexity_teacher")).isEqualTo("qwen");
    assertThat(made.get("simulated")).as("once simulated, always").isEqualTo(true);
    assertThat(Source.of(made)).containsExactly(new Source("qwen", "scorer"), new Source("read", "prompt"));
    assertThat(made.id()).isEqualTo(row("").childId("perplexity", "qwen", 0));
  }

  @Test
  void aFirstTokenWithALogProbabilityIsCounted() {
    Row made = kept(score("soup",
        new Telling("{\"content\":[{\"token\":\"so\",\"logprob\":-2},{\"token\":\"up\",\"logprob\":-1}]}")));

    assertThat(made.get("perplexity_tokens")).isEqualTo(2L);
    assertThat(made.get("perplexity_logprob")).isEqualTo(-3.0);
  }

  private static String undecided(Outcome outcome) {
    Row made = kept(outcome);
    assertThat(made.get("perplexity")).isNull();
    assertThat(made.get("perplexity_logprob")).isNull();
    assertThat(made.get("perplexity_tokens")).isNull();
    return Objects.requireNonNull(made.text("perplexity_undecided"));
  }

  @Test
  void whereThereIsNoNumberTheReasonIsSaid() {
    Telling models = Telling.of();
    assertThat(undecided(score(" \n", models))).isEqualTo("the text is blank");
    assertThat(models.asked).as("blank texts are not asked about").isEmpty();
    assertThat(undecided(score("a", models))).isEqualTo("the text is one token, of which nothing is told");
    assertThat(undecided(score("a b", Telling.of("-1", "-9999.0")))).isEqualTo("a token has probability 0");
  }

  @Test
  void aCertainTokenThatIsTakenForMoreThanCertainIsCertain() {
    Row made = kept(score("soup", Telling.of("0.0005", "-2")));

    assertThat(made.get("perplexity_logprob")).isEqualTo(-2.0);
  }

  @Test
  void anAbsentTextAndATokenWithoutLogProbabilityFail() {
    assertThat(failed(score(null, Telling.of("-1"))).failure()).isEqualTo(Failure.BAD_ROW);
    Outcome.Failed gap = failed(score("a b c", Telling.of("-1", "null", "-1")));
    assertThat(gap.failure()).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(gap.message()).contains("token 3 of 4 has no log-probability");
    assertThat(failed(score("a b", Telling.of("0.7"))).failure()).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failed(score("a b", new Telling(null))).failure()).isEqualTo(Failure.BAD_REQUEST);
  }

  @Test
  void whatIsWrongIsSaidBeforeTheRun() {
    PlanLog log = new PlanLog("qwen", "other");
    new Perplexity(null, "nothing", "simulated").columns(SCHEMA, log);
    assertThat(log.problems).hasSize(3).anyMatch(problem -> problem.startsWith("column: no column 'nothing'"))
        .anyMatch(problem -> problem.startsWith("teacher: found [qwen, other], wanted one"))
        .anyMatch(problem -> problem.startsWith("into: 'simulated'"));
    PlanLog same = new PlanLog("qwen");
    new Perplexity("qwen", "response", "response").columns(SCHEMA, same);
    assertThat(same.problems).singleElement().asString().startsWith("into: 'response'");
    assertThatThrownBy(() -> new Perplexity("qwen", "response", " ")).hasMessageContaining("into is blank");
  }

  @Test
  void itAsksTheOneTeacherForLogProbabilitiesOfPrompts() {
    assertThat(STEP.lanes(List.of("bge", "qwen"))).containsExactly(new Lane("qwen", 1));
    assertThat(STEP.needs()).containsExactly(Capability.PROMPT_LOGPROBS);
    assertThat(STEP.asksChats()).isFalse();
  }
}
