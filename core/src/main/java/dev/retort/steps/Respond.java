package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Message;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfModel;
import dev.retort.step.StepName;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers every user turn of a chat anew, by each teacher.
///
/// The procedure of WildChat-50M: hold the prompts fixed, vary the model that answers. One row comes out for each
/// chat, teacher and sample, and rows of one chat stand together, in the order of the teachers.
///
/// ```yaml
/// - respond: {teachers: [qwen, llama], context: self, samples: 2}
/// ```
///
/// | context | what a teacher sees before the turn it answers | source |
/// |---|---|---|
/// | `original` | the chat as it was, with the original assistant turns | WildChat-50M, as its code does it |
/// | `self` | the chat with the teacher's own answers so far | a true re-roll |
/// | `first_turn_only` | the first user turn; later turns are left out | |
///
/// A turn that does not fit the teacher's window, even alone with the system prompt, ends as `context_overflow` in
/// `turns`, and its exchange is left out of `messages`; a chat of which no turn fits fails.
///
/// Reads: `messages`, a chat. System messages at its head, then turns.
///
/// Writes: `prompt_id` (id of the row answered), `teacher`, `sample` (from 0), `context`, `messages` (user turns byte
/// for byte, answers anew), `response` (the last answer), `reasoning` (of the last answer; never fed back), `turns`
/// (one a user turn: finish_reason, prompt_tokens, completion_tokens, truncated, estimated, cut_turns), `served_model`,
/// `simulated`, `sources`, and the input's other columns.
///
/// Drops: `no_user_turn`; `odd_length` where `chat.odd` is `skip`.
///
/// Fails: the class of a call that gave no answer; `context_overflow` when no turn fits. The run is refused, before
/// any call, when `context: original` meets chats whose earlier turns have no assistant answer.
///
/// Cost: one call for each user turn, teacher and sample.
///
/// Source: WildChat-50M (arXiv 2501.18511), section 3 and its repository's generation script. That script trims
/// silently; here every cut is written in `turns`.
///
/// @param teachers names of teachers or groups; all of the recipe when empty
/// @param context what a teacher sees of earlier turns
/// @param samples answers of each teacher to each chat
/// @param seed passed to the server, sample number added
/// @param sampling replaces what the teachers' own sampling says
/// @param chat how system prompts, odd chats and lengths are treated
@StepName("respond")
public record Respond(@Default("[]") List<String> teachers, @Default("original") Context context,
    @Default("1") int samples, @Nullable Long seed, @Default("{}") Sampling sampling,
    @Default("{}") ChatPolicy chat) implements OfModel {

  static final Type TURNS = new Type.ListOf(new Type.Struct(
      List.of(Column.text("finish_reason"), Column.integer("prompt_tokens"), Column.integer("completion_tokens"),
          Column.bool("truncated"), Column.bool("estimated"), Column.integer("cut_turns"))));

  public Respond {
    teachers = List.copyOf(teachers);
    if (samples < 1 || samples > 1000) {
      throw new IllegalArgumentException("samples must be 1 to 1000, not " + samples);
    }
  }

  /// What a teacher sees before the turn it answers.
  public enum Context {
    ORIGINAL, SELF, FIRST_TURN_ONLY
  }

  /// How chats are treated.
  ///
  /// @param system whether a chat's own system messages are kept or dropped
  /// @param systemPrompt a system prompt put in their place
  /// @param odd a chat that ends with a user turn: answer that turn too, or skip the chat, as WildChat-50M does
  /// @param compat `wildchat` cuts messages as WildChat-50M's script does
  public record ChatPolicy(@Default("keep") SystemPolicy system, @Nullable String systemPrompt,
      @Default("answer") Odd odd, @Default("none") Compat compat) {}

  /// What becomes of a chat's own system messages.
  public enum SystemPolicy {
    KEEP, DROP
  }

  /// What becomes of a chat that ends with a user turn.
  public enum Odd {
    ANSWER, SKIP
  }

  /// Whose length policy is followed.
  public enum Compat {
    NONE, WILDCHAT
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "messages", "messages") && !input.type("messages").equals(Message.LIST)) {
      plan.problem("messages", "column 'messages' is %s, wanted a chat. Read it with a chat layout."
          .formatted(input.type("messages")));
    }
    teachers.forEach(name -> plan.members("teachers", name));
    if (plan.teachers().isEmpty()) {
      plan.problem("teachers", "the recipe has no teachers. Add one under 'teachers:'.");
    }
    return output(input);
  }

  static Schema output(Schema input) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("prompt_id"), Column.text("teacher"),
        Column.integer("sample"), Column.text("context"), new Column("messages", Message.LIST), Column.text("response"),
        Column.text("reasoning"), new Column("turns", TURNS), Column.text("served_model"), Column.bool("simulated"),
        new Column(Source.COLUMN, Source.LIST)));
    Schema own = new Schema(columns);
    input.columns().stream().filter(column -> !own.has(column.name())).forEach(columns::add);
    return new Schema(columns);
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Lanes.of(teachers, samples, known);
  }

  @Override
  public @Nullable String unfit(Row row) {
    if (context == Context.ORIGINAL && RespondChat.parse(Message.list(row, "messages")).lacksAnswers()) {
      return "no assistant turn between user turns, which 'context: original' puts before the next. "
          + "Use 'context: self' or 'first_turn_only'.";
    }
    return null;
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return (row, models) -> new RespondAnswering(this, models, output).answer(row);
  }
}
