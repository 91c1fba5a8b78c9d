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
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.List;

/// Continues a text by raw completion, without a chat template.
///
/// For base models, and for models whose file has no chat template. The text goes to the model as it stands; what
/// begins a text for that model (BOS) is added by the server.
///
/// ```yaml
/// - complete: {column: opening, sampling: {temperature: 0, max_tokens: 48}}
/// ```
///
/// Reads: `column`, a text.
///
/// Writes: `into`, what the model wrote on, without the text itself; `teacher`, `sample` (from 0), `finish_reason`,
/// `simulated`, `sources`, and the input's columns.
///
/// Drops: nothing.
///
/// Fails: `bad_row` where the text is absent; the class of a call that gave no answer.
///
/// Cost: one call for each row, teacher and sample.
///
/// Source: the `/v1/completions` endpoint of OpenAI-compatible servers.
///
/// @param column the text to continue
/// @param into the column the continuation goes to
/// @param teachers names of teachers or groups; all of the recipe when empty
/// @param sampling replaces what the teachers' own sampling says
/// @param samples continuations of each row by each teacher
@StepName("complete")
public record Complete(@Default("prompt") String column, @Default("response") String into,
    @Default("[]") List<String> teachers, @Default("{}") Sampling sampling, @Default("1") int samples)
    implements
      OfModel {

  public Complete {
    teachers = List.copyOf(teachers);
    if (samples < 1 || samples > 1000) {
      throw new IllegalArgumentException("samples must be 1 to 1000, not " + samples);
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && input.type(column) != Type.Scalar.TEXT) {
      plan.problem("column", "column '%s' is %s, wanted a text.".formatted(column, input.type(column)));
    }
    teachers.forEach(name -> plan.members("teachers", name));
    if (plan.teachers().isEmpty()) {
      plan.problem("teachers", "the recipe has no teachers. Add one under 'teachers:'.");
    }
    return input.with(Column.text(into), Column.text("teacher"), Column.integer("sample"),
        Column.text("finish_reason"), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  }

  @Override
  public boolean asksChats() {
    return false;
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Lanes.of(teachers, samples, known);
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return (row, models) -> complete(row, output, models);
  }

  private Outcome complete(Row row, Schema output, Models models) {
    String text = row.text(column);
    if (text == null) {
      return new Outcome.Failed(Failure.BAD_ROW, "column '%s' is absent, wanted a text to continue".formatted(column));
    }
    Models.Unit unit = models.unit();
    Reply reply = models.ask(unit.teacher(), new Request.Completion(text, draw(models, unit)));
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    Row made = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()))
        .set(into, reply.first().text()).set("teacher", unit.teacher()).set("sample", (long) unit.sample())
        .set("finish_reason", reply.first().finishReason()).set("simulated", earlier || reply.simulated())
        .set(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "generator")));
    return Outcome.kept(made);
  }

  private Sampling draw(Models models, Models.Unit unit) {
    Sampling merged = models.teacher(unit.teacher()).sampling().with(sampling);
    Long seed = merged.seed();
    return seed == null ? merged : merged.withSeed(seed + unit.sample());
  }
}
