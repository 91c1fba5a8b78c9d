package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Message;
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
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a model with a template filled from columns.
///
/// The template is Mustache: `{{question}}` is a column, `{{meta.title}}` a field of a record or JSON column,
/// `{{#messages}}{{role}}: {{content}}{{/messages}}` goes through a list or shows a part only where there is a value.
/// Nothing is escaped. A name that no column has is a mistake told before the run. Steps may be chained: what one
/// writes the next can read. Unit: row x sample.
///
/// Reads: the columns the templates name.
///
/// Writes: the columns that came in; `into`, the answer as text without reasoning, or the columns of `columns`, read from
/// an answer that is JSON; `teacher` (text); `sample` (int, from 0); `simulated` (yes-no: whether this answer or one
/// before it in the row came from the simulated fleet); `truncated` (yes-no: whether max_tokens cut the answer);
/// `sources`. Columns of these names are replaced, which is noted. The `id` is new: a child's of the row, step, teacher
/// and sample.
///
/// Drops: nothing.
///
/// Fails: `bad_row` where a value the template needs is absent or the prompt is empty; `schema` where an answer does
/// not fit `columns` (a part of it is in the message; the ledger keeps all of it); the failures of a call.
///
/// Cost: `samples` model calls a row.
///
/// Source: ours; templates after the Mustache manual, answers bound by JSON Schema draft 2020-12.
///
/// ```yaml
/// - prompt: {template: "Explain to a child: {{topic}}", into: explanation}
/// - prompt:
///     system: You grade strictly.
///     template: "Grade from 1 to 10.\n\n{{explanation}}"
///     columns: {score: int, reason: text}
///     sampling: {temperature: 0}
/// ```
///
/// @param template the user message
/// @param system the system message, a template too
/// @param into the column the answer goes to
/// @param columns instead of `into`: columns the answer must give as JSON, by name: `text`, `int`, `float`, `bool`, `json`
/// @param teacher who is asked; may be left out where the recipe has only one
/// @param sampling how it draws, where it differs from what the teacher says; with a `seed`, each sample adds its number
/// @param samples answers a row
@StepName("prompt")
public record Prompt(String template, @Nullable String system, @Default("response") String into,
    @Default("{}") Map<String, Type.Scalar> columns, @Nullable String teacher, @Default("{}") Sampling sampling,
    @Default("1") int samples) implements OfModel {

  private static final Set<String> OWN = Set.of("id", "teacher", "sample", "simulated", "truncated", Source.COLUMN);

  public Prompt {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, not " + samples);
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    checkTeacher(plan);
    PromptTemplate.problems(template, input).forEach(problem -> plan.problem("template", problem));
    if (system != null) {
      PromptTemplate.problems(system, input).forEach(problem -> plan.problem("system", problem));
    }
    if (!checkNames(plan)) {
      return input;
    }
    List<Column> added = added();
    for (Column column : added) {
      if (input.has(column.name()) && !column.name().equals(Source.COLUMN)) {
        plan.note("%s: the column '%s' that comes in is replaced".formatted(plan.step(), column.name()));
      }
    }
    return input.with(added.toArray(Column[]::new));
  }

  private void checkTeacher(Planning plan) {
    if (teacher == null) {
      if (plan.teachers().size() != 1) {
        plan.problem("teacher", "%s, wanted one name. Say which."
            .formatted(plan.teachers().isEmpty() ? "the recipe has no teachers" : "there are " + plan.teachers()));
      }
      return;
    }
    List<String> members = plan.members("teacher", teacher);
    if (!members.isEmpty() && !members.equals(List.of(teacher))) {
      plan.problem("teacher", "'%s' is a group, wanted one teacher. Name one of %s.".formatted(teacher, members));
    }
  }

  private boolean checkNames(Planning plan) {
    boolean good = true;
    if (!columns.isEmpty() && !into.equals("response")) {
      plan.problem("into", "columns says already where the answer goes. Give one of the two.");
    }
    for (String name : columns.isEmpty() ? List.of(into) : columns.keySet()) {
      if (name.isBlank() || OWN.contains(name)) {
        plan.problem(columns.isEmpty() ? "into" : "columns",
            "'%s' is written by the step itself. Choose another name.".formatted(name));
        good = false;
      }
    }
    return good;
  }

  private List<Column> added() {
    List<Column> added = new ArrayList<>();
    if (columns.isEmpty()) {
      added.add(Column.text(into));
    } else {
      columns.forEach((name, type) -> added.add(new Column(name, type)));
    }
    added.addAll(List.of(Column.text("teacher"), Column.integer("sample"), Column.bool("simulated"),
        Column.bool("truncated"), new Column(Source.COLUMN, Source.LIST)));
    return added;
  }

  @Override
  public Set<Capability> needs() {
    Set<Capability> needs = EnumSet.of(Capability.CHAT);
    if (!columns.isEmpty()) {
      needs.add(Capability.SCHEMA);
    }
    needs.addAll(Capability.neededBy(sampling));
    return needs;
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    if (teacher != null) {
      return List.of(new Lane(teacher, samples));
    }
    return known.size() == 1 ? List.of(new Lane(known.getFirst(), samples)) : List.of();
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    PromptTemplate user = new PromptTemplate(template, input);
    PromptTemplate before = system == null ? null : new PromptTemplate(system, input);
    PromptAnswer answer = columns.isEmpty() ? null : new PromptAnswer(columns);
    return (row, models) -> {
      List<Message> messages;
      try {
        messages = messages(row, before, user);
      } catch (PromptTemplate.Unfilled e) {
        return new Outcome.Failed(Failure.BAD_ROW, e.getMessage());
      }
      if (messages.getLast().content().isBlank()) {
        return new Outcome.Failed(Failure.BAD_ROW, "the template gives an empty prompt for this row");
      }
      Reply reply = models.ask(models.unit().teacher(),
          new Request.Chat(messages, draw(models), answer == null ? null : answer.jsonSchema()));
      return outcome(row, output, models, reply, answer);
    };
  }

  private static List<Message> messages(Row row, @Nullable PromptTemplate system, PromptTemplate user)
      throws PromptTemplate.Unfilled {
    Message asked = Message.user(user.fill(row));
    return system == null ? List.of(asked) : List.of(Message.of("system", system.fill(row)), asked);
  }

  private Sampling draw(Models models) {
    Sampling merged = models.teacher(models.unit().teacher()).sampling().with(sampling);
    Long seed = merged.seed();
    return seed == null ? merged : merged.withSeed(seed + models.unit().sample());
  }

  private Outcome outcome(Row row, Schema output, Models models, Reply reply, @Nullable PromptAnswer answer) {
    Models.Unit unit = models.unit();
    boolean truncated = reply.first().truncated();
    String text = reply.first().text();
    PromptAnswer.Result result = answer == null ? new PromptAnswer.Values(Map.of(into, text)) : answer.read(text);
    Map<String, Object> values = new LinkedHashMap<>();
    switch (result) {
      case PromptAnswer.Wrong(String message) -> {
        return new Outcome.Failed(Failure.SCHEMA,
            truncated ? "the answer was cut at max_tokens; " + message : message);
      }
      case PromptAnswer.Values(Map<String, Object> read) -> values.putAll(read);
    }
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    values.put("teacher", unit.teacher());
    values.put("sample", (long) unit.sample());
    values.put("simulated", earlier || reply.simulated());
    values.put("truncated", truncated);
    values.put(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "generator")));
    Row laid = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()));
    for (Map.Entry<String, Object> value : values.entrySet()) {
      laid = laid.set(value.getKey(), value.getValue());
    }
    return Outcome.kept(laid);
  }
}
