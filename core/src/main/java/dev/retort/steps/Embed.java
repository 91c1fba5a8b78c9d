package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.Models;
import dev.retort.step.OfModel;
import dev.retort.step.Outcome;
import dev.retort.step.StepName;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a teacher for the embedding of a text.
///
/// The vectors serve the measures that compare meanings: cosine similarity and the Vendi score with an embedding kernel.
///
/// ```yaml
/// - embed: {teacher: bge, column: response}
/// ```
///
/// Reads: `column`, a text.
///
/// Writes: `into`, the vector as a list of numbers, as long as the model makes it, not normalised; absent where the text
/// is blank, which is not asked; `simulated`, `sources`, and the input's columns.
///
/// Drops: nothing.
///
/// Fails: `bad_row` where the text is absent; `malformed_reply` for a vector that is empty or not of finite numbers; the
/// class of a call that gave no answer.
///
/// Cost: one call for each row whose text is not blank.
///
/// Source: the `/v1/embeddings` endpoint of OpenAI-compatible servers.
///
/// @param teacher who is asked, one that offers embeddings; may be left out where the recipe has only one
/// @param column the text to embed
/// @param into the column the vector goes to
/// @param dimensions the length of the vectors, for models that can shorten them; their own when left out
@StepName("embed")
public record Embed(@Nullable String teacher, @Default("response") String column, @Default("embedding") String into,
    @Nullable Integer dimensions) implements OfModel {

  private static final Type VECTOR = new Type.ListOf(Type.Scalar.FLOAT);
  private static final Set<String> TAKEN = Set.of("id", "simulated", Source.COLUMN);

  public Embed {
    if (dimensions != null && dimensions < 1) {
      throw new IllegalArgumentException("dimensions must be 1 or more, not " + dimensions);
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && input.type(column) != Type.Scalar.TEXT) {
      plan.problem("column", "column '%s' is %s, wanted a text.".formatted(column, input.type(column)));
    }
    checkTeacher(plan);
    if (TAKEN.contains(into)) {
      plan.problem("into", "'%s' is a column of its own meaning, wanted another name.".formatted(into));
      return input;
    }
    if (input.has(into)) {
      plan.note("the column '%s' that comes in is replaced".formatted(into));
    }
    return input.with(new Column(into, VECTOR), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  }

  private void checkTeacher(Planning plan) {
    List<String> teachers = teacher == null ? plan.teachers() : plan.members("teacher", teacher);
    boolean unknown = teacher != null && teachers.isEmpty();
    if (!unknown && teachers.size() != 1) {
      plan.problem("teacher",
          "found %s, wanted one teacher. Name it.".formatted(teachers.isEmpty() ? "none" : teachers));
    }
  }

  @Override
  public boolean asksChats() {
    return false;
  }

  /// Vectors of two models lie in two spaces.
  @Override
  public boolean mixes() {
    return false;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.EMBEDDINGS);
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Lanes.of(teacher == null ? List.of() : List.of(teacher), 1, known);
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return (row, models) -> embed(row, output, models);
  }

  private Outcome embed(Row row, Schema output, Models models) {
    String text = row.text(column);
    if (text == null) {
      return new Outcome.Failed(Failure.BAD_ROW, "column '%s' is absent, wanted a text to embed".formatted(column));
    }
    Models.Unit unit = models.unit();
    Row made = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()));
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    if (text.isBlank()) {
      return Outcome.kept(made.set(into, null).set("simulated", earlier)
          .set(Source.COLUMN, Source.union(Source.of(row))));
    }
    Reply reply = models.ask(unit.teacher(), new Request.Embed(List.of(text), dimensions));
    List<Double> vector = vector(reply);
    if (vector.isEmpty()) {
      return new Outcome.Failed(Failure.MALFORMED_REPLY, "found no vector of finite numbers, wanted one for the text");
    }
    return Outcome.kept(made.set(into, vector).set("simulated", earlier || reply.simulated())
        .set(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "embedder"))));
  }

  /// The numbers of the one vector; empty when there is not one, or it holds something else.
  private static List<Double> vector(Reply reply) {
    if (reply.vectors().size() != 1) {
      return List.of();
    }
    List<Double> vector = new ArrayList<>();
    for (float number : reply.vectors().getFirst()) {
      if (!Float.isFinite(number)) {
        return List.of();
      }
      vector.add((double) number);
    }
    return vector;
  }
}
