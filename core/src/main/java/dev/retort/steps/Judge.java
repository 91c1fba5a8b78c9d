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

/// Has a judge grade each response by a rubric, one call a rubric.
///
/// The judge is told one quality, sees request and response, and replies `Score: n`. Built in are `helpfulness` and the
/// twelve factors `logical_robustness`, `logical_correctness`, `logical_efficiency`, `commonsense_understanding`,
/// `factuality`, `metacognition`, `insightfulness`, `completeness`, `comprehension`, `conciseness`, `readability` and
/// `harmlessness`; `factors` stands for all twelve. A recipe may bring rubrics and whole prompts of its own. Where the
/// judge's server tells log-probabilities, the likelihood of every score is kept, and its mean. Several judges give a
/// row each. Unit: row x judge x sample.
///
/// A reply that cannot be read is asked for again with what was wrong, three calls in all; after that it is a failure of
/// its own class. No score is ever made up. A score is a judge's opinion, not a measurement of the student that will be
/// trained; `judge_report` says how far to trust it.
///
/// Reads: the columns that hold request, response and correct answer; those the recipe's own templates name. A template
/// may use `{{rubric}}`, `{{prompt}}`, `{{response}}`, `{{reference}}`, `{{low}}`, `{{high}}`, `{{unsure}}`, every column,
/// and `{{fence}}`: in a tag such as `<response{{fence}}>` it makes sure that no text shown holds that tag.
///
/// Writes: the columns that came in; `into` (float): the mean of the rubrics' scores, absent when one is unscored;
/// `INTO_expected` (float): the mean of their expected scores, absent where one has no distribution; `INTO_judge` (text);
/// `INTO_self` (yes-no: whether the judge is the `teacher` that wrote the response; absent where nobody says);
/// `INTO_sample` (int, from 0); `INTO_details`, one entry a rubric: `rubric`, `score` (int, absent when unscored),
/// `expected`, `probabilities` (floats, one a score from low to high, summing to 1), `mass` (0 to 1: what all scores had
/// together before that), `ambiguous` (0 to 1: the part that may belong to a longer number), `failure` (class, absent
/// when scored), `reply` (the last, as it came), `asks` (calls); `simulated` (yes-no: whether this reply or one before it
/// in the row came from the simulated fleet); `sources`, the judge with the role `judge` added. The `id` is new: a
/// child's of the row, step, judge and sample.
///
/// Drops: nothing; with `on_unparsed: undecided` the row is counted as undecided, `unparsed_verdict`.
///
/// Fails: `malformed_reply` and `truncated` with `on_unparsed: fail`; `bad_row` where request or response is absent; the
/// failures of a call.
///
/// Cost: one call a rubric, judge and sample; up to three where replies cannot be read.
///
/// Source: WildChat-50M (arXiv 2501.18511) for the form: one factor a call, `Score: n` from 1 to 10, 5 when unsure,
/// 10 tokens, temperature 0.2, the ten likeliest tokens kept; the factors after FLASK (arXiv 2307.10928). All words are
/// ours, so scores are not comparable with theirs.
///
/// ```yaml
/// - judge: {teacher: qwen, rubric: helpfulness}
/// - judge:
///     teacher: [qwen, llama]
///     rubric: [factuality, house_style]
///     own: {house_style: "Style: short sentences, no jargon, no exclamation marks."}
///     distribution: required
///     on_unparsed: keep
/// ```
///
/// @param teacher names of teachers or groups, each a judge; may be left out where the recipe has only one
/// @param rubric names of rubrics, each asked for in a call of its own; `factors` for all twelve
/// @param own rubrics of the recipe's own by name; one that has a built-in name replaces it
/// @param columns where request and response stand, and where the score goes
/// @param scoring which scores there are, and whether their likelihood is kept
/// @param asking how the judge is asked
@StepName("judge")
public record Judge(@Default("[]") List<String> teacher, @Default("[helpfulness]") List<String> rubric,
    @Default("{}") Map<String, TextOrFile> own, @Inline JudgeColumns columns, @Inline Scoring scoring,
    @Inline VerdictAsking asking) implements OfModel {

  private static final Sampling BUILT_IN = new Sampling(0.2, null, 10, null, List.of(), Map.of());
  private static final int MOST_RIVALS = 20;
  static final Type DETAILS = new Type.ListOf(new Type.Struct(List.of(Column.text("rubric"), Column.integer("score"),
      new Column("expected", Type.Scalar.FLOAT), new Column("probabilities", new Type.ListOf(Type.Scalar.FLOAT)),
      new Column("mass", Type.Scalar.FLOAT), new Column("ambiguous", Type.Scalar.FLOAT), Column.text("failure"),
      Column.text("reply"), Column.integer("asks"))));

  /// Which scores there are.
  /// @param scale the lowest and the highest score
  /// @param distribution whether the likelihood of every score is asked for
  public record Scoring(@Default("{}") JudgeScale scale, @Default("auto") Distribution distribution) {
    public static final Scoring USUAL = new Scoring(new JudgeScale(1, 10), Distribution.AUTO);
  }

  /// Whether the likelihood of every score is asked for.
  public enum Distribution {
    /// Where the judge's server tells it; absent where it does not.
    AUTO,
    /// Always; a judge that cannot tell it is refused.
    REQUIRED,
    /// Never.
    OFF
  }

  public Judge {
    teacher = List.copyOf(teacher);
    rubric = List.copyOf(rubric);
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
  }

  List<String> rubrics() {
    return VerdictRubrics.names(rubric);
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    Verdicts.check(teacher, plan);
    VerdictRubrics.check(rubrics(), own, plan);
    VerdictPrompt.Shown shown = shown(input);
    shown.check(asking, plan);
    VerdictMaterial.check(input, response(input), VerdictMaterial.RESPONSE, plan);
    if (shown.names(asking, VerdictMaterial.PROMPT)) {
      VerdictMaterial.check(input, prompt(input), VerdictMaterial.PROMPT, plan);
    }
    if (columns.reference() != null) {
      VerdictMaterial.check(input, columns.reference(), VerdictMaterial.REFERENCE, plan);
    }
    return Verdicts.added(input, plan, columns.into(), added());
  }

  private List<Column> added() {
    String into = columns.into();
    return List.of(new Column(into, Type.Scalar.FLOAT), new Column(into + "_expected", Type.Scalar.FLOAT),
        Column.text(into + "_judge"), Column.bool(into + "_self"), Column.integer(into + "_sample"),
        new Column(into + "_details", DETAILS),
        Column.bool("simulated"), new Column(Source.COLUMN, Source.LIST));
  }

  VerdictPrompt.Shown shown(Schema input) {
    List<Column> shown = new ArrayList<>(VerdictMaterial.request());
    shown.addAll(List.of(Column.text(VerdictMaterial.RESPONSE), Column.integer("low"), Column.integer("high"),
        Column.integer("unsure")));
    Set<String> needed = rubrics().size() > 1
        ? Set.of(VerdictMaterial.RESPONSE, "rubric")
        : Set.of(VerdictMaterial.RESPONSE);
    return new VerdictPrompt.Shown("judge", input, shown, needed);
  }

  @Nullable
  String prompt(Schema input) {
    return VerdictMaterial.column(input, columns.prompt(), VerdictMaterial.PROMPT);
  }

  @Nullable
  String response(Schema input) {
    return VerdictMaterial.column(input, columns.response(), VerdictMaterial.RESPONSE);
  }

  /// With what it takes to be told likelihoods, where they are required.
  @Override
  public Sampling sampling() {
    Sampling plain = BUILT_IN.with(asking.sampling());
    return scoring.distribution() == Distribution.REQUIRED ? likelihoods(plain) : plain;
  }

  Sampling likelihoods(Sampling plain) {
    int top = Math.clamp(scoring.scale().size(), 2, MOST_RIVALS);
    return new Sampling(null, null, null, null, List.of(), Map.of("logprobs", true, "top_logprobs", top)).with(plain);
  }

  @Override
  public List<Lane> lanes(List<String> known) {
    return Verdicts.lanes(teacher, asking.samples(), known);
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    return new JudgeGrading(this, new VerdictPrompt(shown(input), asking), VerdictRubrics.texts(rubrics(), own),
        output);
  }
}
