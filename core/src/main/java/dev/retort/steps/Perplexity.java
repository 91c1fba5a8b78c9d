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
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Capability;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Logprobs;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a teacher how likely a text is, token by token.
///
/// `retort measure diversity` reads the columns it writes and tells the perplexity of all texts together.
///
/// ```yaml
/// - perplexity: {teacher: qwen, column: response}
/// ```
///
/// Reads: `column`, a text, which is sent as it is: no chat template, no prompt before it.
///
/// Writes: `into`, the text's perplexity, exp(-sum/tokens), 1 or more; `into_logprob`, the sum of the natural logarithms
/// of its tokens' probabilities; `into_tokens`, how many tokens that are; `into_undecided`, why there are none of the three,
/// else absent; `into_teacher`, who was asked; `simulated`, `sources`, and the input's columns. Of the first token a server
/// tells nothing, and it is not counted. Where the server begins every text with a token of its own, that is the first;
/// elsewhere it is the text's own.
///
/// Drops: nothing.
///
/// Fails: `bad_row` where the text is absent; `malformed_reply` where a later token has no log-probability; the class of a
/// call that gave no answer, such as `context_overflow` for a text longer than the model's context.
///
/// Cost: one call for each row whose text is not blank; it writes one token, since servers refuse to write none.
///
/// Source: vLLM's `prompt_logprobs`; `echo` of the older completions elsewhere (the teacher's `api` says which).
///
/// @param teacher who is asked, one that tells log-probabilities of prompts; may be left out where the recipe has only one
/// @param column the text
/// @param into the column for the perplexity; those written beside it begin with this name
@StepName("perplexity")
public record Perplexity(@Nullable String teacher, @Default("response") String column,
    @Default("perplexity") String into) implements OfModel {

  private static final Set<String> TAKEN = Set.of("id", "simulated", Source.COLUMN);

  public Perplexity {
    if (into.isBlank()) {
      throw new IllegalArgumentException("into is blank, wanted a column's name.");
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && input.type(column) != Type.Scalar.TEXT) {
      plan.problem("column", "column '%s' is %s, wanted a text.".formatted(column, input.type(column)));
    }
    Lanes.checkOne(teacher, plan);
    if (TAKEN.contains(into) || into.equals(column)) {
      plan.problem("into", "'%s' is a column of its own meaning, wanted another name.".formatted(into));
      return input;
    }
    return input.with(new Column(into, Type.Scalar.FLOAT), new Column(into + "_logprob", Type.Scalar.FLOAT),
        Column.integer(into + "_tokens"), Column.text(into + "_undecided"), Column.text(into + "_teacher"),
        Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  }

  @Override
  public boolean asksChats() {
    return false;
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.PROMPT_LOGPROBS);
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Lanes.of(teacher == null ? List.of() : List.of(teacher), 1, known);
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return (row, models) -> score(row, output, models);
  }

  private Outcome score(Row row, Schema output, Models models) {
    String text = row.text(column);
    if (text == null) {
      return new Outcome.Failed(Failure.BAD_ROW, "column '%s' is absent, wanted a text to score".formatted(column));
    }
    Models.Unit unit = models.unit();
    boolean earlier = row.schema().has("simulated") && Boolean.TRUE.equals(row.get("simulated"));
    Row made = row.as(output, row.childId(unit.step(), unit.teacher(), unit.sample())).set(into + "_teacher",
        unit.teacher());
    if (text.isBlank()) {
      return Outcome.kept(with(made, new PerplexityTokens.Undecided("the text is blank")).set("simulated", earlier)
          .set(Source.COLUMN, Source.union(Source.of(row))));
    }
    Reply reply = models.ask(unit.teacher(), new Request.PromptLogprobs(text, 0));
    PerplexityTokens told;
    try {
      told = PerplexityTokens.of(Logprobs.of(reply.first(), 0).tokens());
    } catch (CallFailed e) {
      return new Outcome.Failed(e.failure(), String.valueOf(e.getMessage()));
    }
    return Outcome.kept(with(made, told).set("simulated", earlier || reply.simulated())
        .set(Source.COLUMN, Source.union(Source.of(row), new Source(unit.teacher(), "scorer"))));
  }

  private Row with(Row made, PerplexityTokens told) {
    return switch (told) {
      case PerplexityTokens.Undecided(String reason) -> made.set(into + "_undecided", reason);
      case PerplexityTokens.Scored scored -> made.set(into, scored.perplexity())
          .set(into + "_logprob", scored.sum()).set(into + "_tokens", scored.tokens());
    };
  }
}
