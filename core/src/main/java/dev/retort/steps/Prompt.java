package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
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
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.structured.AnswerSchema;
import dev.retort.teacher.structured.Structured;
import java.util.ArrayList;
import java.util.Collections;
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
/// Writes: the columns that came in; `answer.into`, the answer as text without reasoning, or what `answer` says of JSON;
/// `teacher` (text); `sample` (int, from 0); `simulated` (yes-no: whether this answer or one before it in the row came
/// from the simulated fleet); `truncated` (yes-no: whether max_tokens cut the answer); `sources`; and for answers that
/// are JSON `repaired` (text): empty where the answer was used as it came, `extracted` where text around it was left
/// out, `fixed:` with the names of the fixes, `re-asked` where the model had to be asked again. Columns of these names
/// are replaced, which is noted. The `id` is new: a child's of the row, step, teacher and sample.
///
/// Drops: nothing.
///
/// Fails: `bad_row` where a value the template needs is absent or the prompt is empty; `malformed_reply` where no JSON
/// is in the answer, `schema` where it does not fit, both after the last re-ask, and `truncated` where max_tokens cut it
/// (a part of the answer is in the message; the ledger keeps all of it); the failures of a call.
///
/// Cost: `samples` model calls a row; for JSON up to `samples` times 1 + `answer.reask`.
///
/// Source: ours; templates after the Mustache manual, answers bound by JSON Schema draft 2020-12.
///
/// ```yaml
/// - prompt: {template: "Explain to a child: {{topic}}", answer: {into: explanation}}
/// - prompt:
///     system: You grade strictly.
///     template: "Grade from 1 to 10.\n\n{{explanation}}"
///     answer: {columns: {reason: text, score: int}}
///     sampling: {temperature: 0}
/// ```
///
/// @param template the user message
/// @param system the system message, a template too
/// @param answer what comes back, and where it goes
/// @param teacher who is asked; may be left out where the recipe has only one
/// @param sampling how it draws, where it differs from what the teacher says; with a `seed`, each sample adds its number
/// @param samples answers a row
@StepName("prompt")
public record Prompt(String template, @Nullable String system, @Default("{}") Answer answer, @Nullable String teacher,
    @Default("{}") Sampling sampling, @Default("1") int samples) implements OfModel {

  private static final Set<String> OWN = Set.of("id", "teacher", "sample", "simulated", "truncated", "repaired",
      Source.COLUMN);

  /// What comes back, and where it goes. With `columns` or `schema` it must be JSON.
  /// @param into the column the answer goes to, as text; with `schema`, as JSON
  /// @param columns instead of `into`: columns the answer must give as JSON, by name: `text`, `int`, `float`, `bool`,
  /// `json`. Models write them in this order, so a reason stands best before the grade
  /// @param schema instead of `columns`: a JSON Schema, draft 2020-12, the answer must fit
  /// @param reask how often a model whose answer does not fit is asked again, with what is wrong
  /// @param raw a column for the answer as the model wrote it
  public record Answer(@Default("response") String into, @Default("{}") Map<String, Type.Scalar> columns,
      @Default("{}") Map<String, Object> schema, @Default("2") int reask, @Nullable String raw) {
    public static final Answer TEXT = new Answer("response", Map.of(), Map.of(), 2, null);

    public Answer {
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
      if (reask < 0 || reask > 10) {
        throw new IllegalArgumentException("reask must be 0 to 10, not " + reask);
      }
      if (!columns.isEmpty() && !schema.isEmpty()) {
        throw new IllegalArgumentException("schema and columns both say what the answer is. Give one of the two.");
      }
      if (!columns.isEmpty() && !into.equals("response")) {
        throw new IllegalArgumentException(
            "into is not wanted: columns says where the answer goes. Give one of the two.");
      }
      if (raw != null && columns.isEmpty() && schema.isEmpty()) {
        throw new IllegalArgumentException("raw is for answers that are JSON. Leave it out: 'into' has the text.");
      }
      usable(schema);
    }

    private static void usable(Map<String, Object> schema) {
      if (!schema.isEmpty()) {
        try {
          AnswerSchema.of(Json.MAPPER.valueToTree(schema));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("schema cannot be used: " + e.getMessage() + ".", e);
        }
      }
    }

    boolean bound() {
      return !columns.isEmpty() || !schema.isEmpty();
    }

    /// The columns it goes to, `raw` last.
    List<Column> added() {
      List<Column> added = new ArrayList<>();
      PromptAnswer json = PromptAnswer.of(this);
      added.addAll(json == null ? List.of(Column.text(into)) : json.added());
      if (raw != null) {
        added.add(Column.text(raw));
      }
      return added;
    }
  }

  public Prompt {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be 1 or more, not " + samples);
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    checkTeacher(plan);
    RowTemplate.problems(template, input).forEach(problem -> plan.problem("template", problem));
    if (system != null) {
      RowTemplate.problems(system, input).forEach(problem -> plan.problem("system", problem));
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
    List<String> names = answer.added().stream().map(Column::name).toList();
    boolean good = true;
    for (String name : names) {
      if (name.isBlank() || OWN.contains(name)) {
        plan.problem("answer", "'%s' is written by the step itself. Choose another name.".formatted(name));
        good = false;
      }
    }
    if (Set.copyOf(names).size() < names.size()) {
      plan.problem("answer", "two of %s have one name. Rename one.".formatted(names));
      good = false;
    }
    return good;
  }

  private List<Column> added() {
    List<Column> added = new ArrayList<>(answer.added());
    added.addAll(List.of(Column.text("teacher"), Column.integer("sample"), Column.bool("simulated"),
        Column.bool("truncated")));
    if (answer.bound()) {
      added.add(Column.text("repaired"));
    }
    added.add(new Column(Source.COLUMN, Source.LIST));
    return added;
  }

  /// A schema is no need: a server that takes none is told it in words, and the answer is checked here.
  @Override
  public List<Lane> lanes(List<String> known) {
    if (teacher != null) {
      return List.of(new Lane(teacher, samples));
    }
    return known.size() == 1 ? List.of(new Lane(known.getFirst(), samples)) : List.of();
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    RowTemplate user = new RowTemplate(template, input);
    RowTemplate before = system == null ? null : new RowTemplate(system, input);
    PromptAnswer bound = PromptAnswer.of(answer);
    return (row, models) -> {
      List<Message> messages;
      try {
        messages = messages(row, before, user);
      } catch (RowTemplate.Unfilled e) {
        return new Outcome.Failed(Failure.BAD_ROW, e.getMessage());
      }
      if (messages.getLast().content().isBlank()) {
        return new Outcome.Failed(Failure.BAD_ROW, "the template gives an empty prompt for this row");
      }
      Request.Chat chat = new Request.Chat(messages, draw(models));
      return bound == null ? text(row, output, models, chat) : json(row, output, models, chat, bound);
    };
  }

  private static List<Message> messages(Row row, @Nullable RowTemplate system, RowTemplate user)
      throws RowTemplate.Unfilled {
    Message asked = Message.user(user.fill(row));
    return system == null ? List.of(asked) : List.of(Message.of("system", system.fill(row)), asked);
  }

  private Sampling draw(Models models) {
    Sampling merged = models.teacher(models.unit().teacher()).sampling().with(sampling);
    Long seed = merged.seed();
    return seed == null ? merged : merged.withSeed(seed + models.unit().sample());
  }

  private Outcome text(Row row, Schema output, Models models, Request.Chat chat) {
    Reply reply = models.ask(models.unit().teacher(), chat);
    return kept(row, output, models.unit(), reply, Map.of(answer.into(), reply.first().text()));
  }

  private Outcome json(Row row, Schema output, Models models, Request.Chat chat, PromptAnswer bound) {
    Structured ladder = new Structured(bound.schema().text(), bound, answer.reask());
    return switch (ladder.ask(models, models.unit().teacher(), chat)) {
      case Structured.NotGiven(Failure failure, String message) -> new Outcome.Failed(failure, message);
      case Structured.Given given -> {
        Map<String, Object> values = new LinkedHashMap<>(bound.values(given.answer()));
        values.put("repaired", given.repair().word());
        if (answer.raw() != null) {
          values.put(answer.raw(), given.reply().first().text());
        }
        yield kept(row, output, models.unit(), given.reply(), values);
      }
    };
  }

  private static Outcome kept(Row row, Schema output, Models.Unit unit, Reply reply, Map<String, Object> answered) {
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    Map<String, Object> values = new LinkedHashMap<>(answered);
    values.put("teacher", unit.teacher());
    values.put("sample", (long) unit.sample());
    values.put("simulated", earlier || reply.simulated());
    values.put("truncated", reply.first().truncated());
    values.put(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "generator")));
    Row laid = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample()));
    for (Map.Entry<String, Object> value : values.entrySet()) {
      laid = laid.set(value.getKey(), value.getValue());
    }
    return Outcome.kept(laid);
  }
}
