package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
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
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmbedTest {
  private static final Schema SCHEMA = Schema.of(Column.text("response"), Column.bool("simulated"),
      new Column(Source.COLUMN, Source.LIST));
  private static final Embed STEP = new Embed("bge", "response", "embedding", 2);

  /// A model that gives the vectors it is made with.
  private static final class Vectors implements Models {
    final List<Request> asked = new ArrayList<>();
    private final List<float[]> vectors;

    Vectors(float[]... vectors) {
      this.vectors = List.of(vectors);
    }

    @Override
    public Unit unit() {
      return new Unit("embed", "bge", 0);
    }

    @Override
    public Teacher teacher(String name) {
      return new Teacher(new ScriptedModels.Nowhere(null), null, Sampling.NONE, Limits.DEFAULT, Duration.ofSeconds(1),
          null);
    }

    @Override
    public Reply ask(String teacher, Request request) {
      asked.add(request);
      return new Reply(List.of(), new Reply.Usage(1, 0, false), "bge", false, vectors);
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

  private static Outcome embed(@Nullable String text, Vectors models) {
    Schema output = STEP.columns(SCHEMA, new PlanLog("bge"));
    return STEP.rollout(SCHEMA, output).run(row(text), models);
  }

  @Test
  void theVectorStandsBesideTheText() {
    Vectors models = new Vectors(new float[]{0.5f, -1});
    Row made = ((Outcome.Kept) embed("soup", models)).rows().getFirst();
    assertThat(models.asked).containsExactly(new Request.Embed(List.of("soup"), 2));
    assertThat(made.text("response")).isEqualTo("soup");
    assertThat(made.list("embedding")).containsExactly(0.5, -1.0);
    assertThat(made.schema().type("embedding")).isEqualTo(new Type.ListOf(Type.Scalar.FLOAT));
    assertThat(made.get("simulated")).as("once simulated, always").isEqualTo(true);
    assertThat(Source.of(made)).containsExactly(new Source("bge", "embedder"), new Source("read", "prompt"));
    assertThat(made.id()).isEqualTo(row("soup").childId("embed", "bge", 0));
  }

  @Test
  void aBlankTextIsNotAskedAndHasNoVector() {
    Vectors models = new Vectors();
    Row made = ((Outcome.Kept) embed(" \n", models)).rows().getFirst();
    assertThat(models.asked).isEmpty();
    assertThat(made.list("embedding")).isNull();
    assertThat(Source.of(made)).containsExactly(new Source("read", "prompt"));
  }

  @Test
  void anAbsentTextAndABadVectorFail() {
    assertThat(failure(embed(null, new Vectors()))).isEqualTo(Failure.BAD_ROW);
    assertThat(failure(embed("soup", new Vectors()))).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failure(embed("soup", new Vectors(new float[0])))).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failure(embed("soup", new Vectors(new float[]{1, Float.NaN})))).isEqualTo(Failure.MALFORMED_REPLY);
    assertThat(failure(embed("soup", new Vectors(new float[]{1}, new float[]{2})))).isEqualTo(Failure.MALFORMED_REPLY);
  }

  private static Failure failure(Outcome outcome) {
    return ((Outcome.Failed) outcome).failure();
  }

  @Test
  void whatIsWrongIsSaidBeforeTheRun() {
    PlanLog log = new PlanLog("bge", "other");
    new Embed(null, "nothing", "simulated", null).columns(SCHEMA, log);
    assertThat(log.problems).hasSize(3).anyMatch(problem -> problem.startsWith("column: no column 'nothing'"))
        .anyMatch(problem -> problem.startsWith("teacher: found [bge, other], wanted one"))
        .anyMatch(problem -> problem.startsWith("into: 'simulated'"));
    PlanLog group = new PlanLog("g/a", "g/b");
    new Embed("g", "response", "embedding", null).columns(SCHEMA, group);
    assertThat(group.problems).singleElement().asString().startsWith("teacher: found [g/a, g/b]");
    assertThatThrownBy(() -> new Embed("bge", "response", "embedding", 0)).hasMessageContaining("dimensions");
  }

  @Test
  void itAsksTheOneTeacherForEmbeddings() {
    assertThat(STEP.lanes(List.of("bge", "qwen"))).containsExactly(new Lane("bge", 1));
    assertThat(STEP.needs()).containsExactly(Capability.EMBEDDINGS);
    assertThat(STEP.asksChats()).isFalse();
  }
}
