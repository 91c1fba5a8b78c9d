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

/// Has a judge say which of two responses is better, each shown first once.
///
/// Judges favour a place. So each pair is judged in both orders, and a response wins only where it wins in both; anything
/// else is a tie, marked as not consistent when the two verdicts differ. `judge_report` measures the favour. Unit: row x
/// judge x sample.
///
/// | first order | second order | verdict | consistent |
/// |---|---|---|---|
/// | a | a | `a` | yes |
/// | b | b | `b` | yes |
/// | tie | tie | `tie` | yes |
/// | a | b, or b | a | `tie` | no |
/// | one of a and b | tie, or the other way round | `tie` | no |
/// | any | could not be read | absent: undecided | absent |
///
/// Reads: the columns `a` and `b`, texts or chats that end with the response; that of the request; those the recipe's own
/// templates name. A template may use `{{rubric}}`, `{{prompt}}`, `{{first}}`, `{{second}}`, `{{reference}}`, every column,
/// and `{{fence}}`: in a tag such as `<response_A{{fence}}>` it makes sure that no text shown holds that tag.
///
/// Writes: the columns that came in; `into` (text): `a`, `b` or `tie`, absent when undecided; `INTO_consistent` (yes-no,
/// absent when undecided or asked in one order); `INTO_judge` (text); `INTO_self` (yes-no: whether the
/// judge is `teacher_a` or `teacher_b`; absent where no such column comes in); `INTO_sample` (int, from 0); `INTO_details`, one
/// entry an order: `first` (which was shown first), `verdict` (`a`, `b`, `tie`, absent when it could not be read),
/// `failure` (class), `reply` (the last, as it came), `asks` (calls); `simulated`; `sources`, the judge with the role
/// `judge` added. The `id` is new: a child's of the row, step, judge and sample.
///
/// Drops: nothing; with `on_unparsed: undecided` the row is counted as undecided, `unparsed_verdict`.
///
/// Fails: `malformed_reply` and `truncated` with `on_unparsed: fail`; `bad_row` where a response or the request is absent;
/// the failures of a call.
///
/// Cost: two calls a judge and sample, one with `orders: one`; up to three times that where replies cannot be read.
///
/// Source: position bias and judging in both orders after MT-Bench (arXiv 2306.05685), section 3.4: a win counts when both
/// orders agree on it. The words are ours.
///
/// ```yaml
/// - compare: {teacher: qwen, prompt: instruction, a: response1, b: response2}
/// ```
///
/// @param teacher names of teachers or groups, each a judge; may be left out where the recipe has only one
/// @param rubric the criterion's name
/// @param own rubrics of the recipe's own by name; one that has a built-in name replaces it
/// @param columns where the two responses and the request stand, and where the verdict goes
/// @param orders `both`, or `one`: a is always shown first, for half the price, and a favour for a place stays in
/// @param asking how the judge is asked
@StepName("compare")
public record Compare(@Default("[]") List<String> teacher, @Default("helpfulness") String rubric,
    @Default("{}") Map<String, TextOrFile> own, @Inline Columns columns, @Default("both") Orders orders,
    @Inline VerdictAsking asking) implements OfModel {

  private static final Sampling BUILT_IN = new Sampling(0.0, null, 10, null, List.of(), Map.of());

  /// Where what is compared stands.
  /// @param a the column with one response
  /// @param b the column with the other
  /// @param prompt the column with the request, a text or a chat; `prompt` or else `messages` when absent
  /// @param reference a column with the correct answer, shown to the judge where the row has one
  /// @param into the column for the verdict; those written beside it begin with this name
  public record Columns(@Default("a") String a, @Default("b") String b, @Nullable String prompt,
      @Nullable String reference, @Default("verdict") String into) {
    public static final Columns USUAL = new Columns("a", "b", null, null, "verdict");

    public Columns {
      if (into.isBlank()) {
        throw new IllegalArgumentException("into is blank, wanted a column's name.");
      }
    }
  }

  /// In which orders a pair is shown.
  public enum Orders {
    BOTH, ONE
  }

  public Compare {
    teacher = List.copyOf(teacher);
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    Verdicts.check(teacher, plan);
    VerdictRubrics.check(List.of(rubric), own, plan);
    VerdictPrompt.Shown shown = shown(input);
    shown.check(asking, plan);
    VerdictMaterial.check(input, columns.a(), "a", plan);
    VerdictMaterial.check(input, columns.b(), "b", plan);
    if (shown.names(asking, VerdictMaterial.PROMPT)) {
      VerdictMaterial.check(input, prompt(input), VerdictMaterial.PROMPT, plan);
    }
    if (columns.reference() != null) {
      VerdictMaterial.check(input, columns.reference(), VerdictMaterial.REFERENCE, plan);
    }
    String into = columns.into();
    return Verdicts.added(input, plan, into,
        List.of(Column.text(into), Column.bool(into + "_consistent"), Column.text(into + "_judge"),
            Column.bool(into + "_self"),
            Column.integer(into + "_sample"), new Column(into + "_details", Verdicts.ORDERS), Column.bool("simulated"),
            new Column(Source.COLUMN, Source.LIST)));
  }

  VerdictPrompt.Shown shown(Schema input) {
    List<Column> shown = new ArrayList<>(VerdictMaterial.request());
    shown.addAll(List.of(Column.text("first"), Column.text("second")));
    return new VerdictPrompt.Shown("compare", input, shown, Set.of("first", "second"));
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
    return new CompareJudging(this, new VerdictPrompt(shown(input), asking), VerdictRubrics.text(rubric, own), output);
  }
}
