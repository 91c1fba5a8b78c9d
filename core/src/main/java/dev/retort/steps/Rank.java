package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.step.OfModel;
import dev.retort.step.StepName;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Has a judge put several responses to one request in order, in one call.
///
/// The responses are shown in an order drawn by chance for each row, judge and sample, and that order is kept in the row,
/// so that a favour for a place evens out over rows and can be measured. The judge first compares them two by two within
/// its reply and ends with a line such as `Ranking: 3 > 1 = 2`; it must name every number once. Unit: row x judge x
/// sample.
///
/// Reads: `candidates`, a list of texts, or of records of which `text` names the field; the column of the request; those
/// the recipe's own templates name. A template may use `{{rubric}}`, `{{prompt}}`, `{{count}}`,
/// `{{#candidates}}{{number}} {{text}}{{/candidates}}`, `{{reference}}`, every column, and `{{fence}}`: in a tag such as
/// `<response{{fence}}>` it makes sure that no text shown holds that tag.
///
/// Writes: the columns that came in; `into` (list of int, one a candidate as they stand in the row): 1 for the best, the
/// same for equal ones, and the next number counts those before it (1, 2, 2, 4); absent when it could not be read;
/// `INTO_shown` (list of int): for each place in which the judge saw them, from the first, the candidate's position in
/// the row, from 0; `INTO_judge` (text); `INTO_sample` (int, from 0); `INTO_failure` (class, absent when ranked);
/// `INTO_reply` (the last, as it came); `INTO_asks` (calls); `simulated`; `sources`, the judge with the role `judge`
/// added. The `id` is new: a child's of the row, step, judge and sample.
///
/// Drops: nothing; with `on_unparsed: undecided` the row is counted as undecided, `unparsed_verdict`.
///
/// Fails: `malformed_reply` and `truncated` with `on_unparsed: fail`; `bad_row` where fewer than two candidates or more
/// than 26 stand in the list, or one is absent; the failures of a call.
///
/// Cost: one call a judge and sample; up to three where replies cannot be read.
///
/// Source: Nectar's card (7 responses ranked at once, all pairs gone through in the reply) and UltraFeedback's code (the
/// order shuffled). The words are ours.
///
/// ```yaml
/// - rank: {teacher: qwen, prompt: instruction, candidates: completions, text: response}
/// ```
///
/// @param teacher names of teachers or groups, each a judge; may be left out where the recipe has only one
/// @param rubric the criterion's name
/// @param own rubrics of the recipe's own by name; one that has a built-in name replaces it
/// @param columns where the responses and the request stand, and where the ranks go
/// @param asking how the judge is asked
@StepName("rank")
public record Rank(@Default("[]") List<String> teacher, @Default("helpfulness") String rubric,
    @Default("{}") Map<String, TextOrFile> own, @Inline Columns columns, @Inline VerdictAsking asking)
    implements
      OfModel {

  private static final Sampling BUILT_IN = new Sampling(0.0, null, 1024, null, List.of(), Map.of());
  private static final Type SHOWN = new Type.ListOf(
      new Type.Struct(List.of(Column.integer("number"), Column.text("text"))));

  /// Where what is ranked stands.
  /// @param candidates the column with the list of responses
  /// @param text the field with the response, where the list is one of records
  /// @param prompt the column with the request, a text or a chat; `prompt` or else `messages` when absent
  /// @param reference a column with the correct answer, shown to the judge where the row has one
  /// @param into the column for the ranks; those written beside it begin with this name
  public record Columns(@Default("candidates") String candidates, @Default("response") String text,
      @Nullable String prompt, @Nullable String reference, @Default("rank") String into) {
    public static final Columns USUAL = new Columns("candidates", "response", null, null, "rank");

    public Columns {
      if (into.isBlank()) {
        throw new IllegalArgumentException("into is blank, wanted a column's name.");
      }
    }
  }

  public Rank {
    teacher = List.copyOf(teacher);
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    Verdicts.check(teacher, plan);
    VerdictRubrics.check(List.of(rubric), own, plan);
    VerdictPrompt.Shown shown = shown(input);
    shown.check(asking, plan);
    checkCandidates(input, plan);
    if (shown.names(asking, VerdictMaterial.PROMPT)) {
      VerdictMaterial.check(input, prompt(input), VerdictMaterial.PROMPT, plan);
    }
    if (columns.reference() != null) {
      VerdictMaterial.check(input, columns.reference(), VerdictMaterial.REFERENCE, plan);
    }
    String into = columns.into();
    return Verdicts.added(input, plan, into,
        List.of(new Column(into, Verdicts.RANKS), new Column(into + "_shown", Verdicts.RANKS),
            Column.text(into + "_judge"),
            Column.integer(into + "_sample"), Column.text(into + "_failure"), Column.text(into + "_reply"),
            Column.integer(into + "_asks"), Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST)));
  }

  private void checkCandidates(Schema input, Planning plan) {
    if (!plan.need(input, "candidates", columns.candidates())) {
      return;
    }
    Type type = input.type(columns.candidates());
    Type element = type instanceof Type.ListOf(Type inner) ? inner : type;
    boolean records = element instanceof Type.Struct;
    if (!(type instanceof Type.ListOf) || element != Type.Scalar.TEXT && !records) {
      plan.problem("candidates",
          "column '%s' is %s, wanted a list of texts or of records.".formatted(columns.candidates(), type));
    } else if (element instanceof Type.Struct(List<Column> fields)
        && !fields.contains(Column.text(columns.text()))) {
      plan.problem("text", "the candidates have no text '%s', only %s. Name the field with the response."
          .formatted(columns.text(), fields.stream().map(Column::name).toList()));
    }
  }

  VerdictPrompt.Shown shown(Schema input) {
    List<Column> shown = new ArrayList<>(VerdictMaterial.request());
    shown.addAll(List.of(Column.integer("count"), new Column("candidates", SHOWN)));
    return new VerdictPrompt.Shown("rank", input, shown, Set.of("candidates"));
  }

  @Nullable
  String prompt(Schema input) {
    return VerdictMaterial.column(input, columns.prompt(), VerdictMaterial.PROMPT);
  }

  @Override
  public Sampling sampling() {
    return BUILT_IN.with(asking.sampling());
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Verdicts.lanes(teacher, asking.samples(), known);
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return new RankJudging(this, new VerdictPrompt(shown(input), asking), VerdictRubrics.text(rubric, own), output);
  }
}
