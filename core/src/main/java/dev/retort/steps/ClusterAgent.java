package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.Default;
import dev.retort.step.OfModel;
import dev.retort.step.StepName;
import dev.retort.step.TextOrFile;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures how diverse texts are, by having a model cluster small draws of them.
///
/// Discovery: the model looks at a few texts at a time and proposes what they differ in; the proposals are merged and
/// put into sentences. Then rounds: K texts are drawn, the model clusters them by those sentences, and looks at every
/// cluster of two texts or more again and says whether it is valid. Of each round, C is the number of valid clusters,
/// S the texts in them by cluster, and D is C / S; reported are the means over rounds. `draw_texts` makes the rows this
/// step reads. Unit: row.
///
/// Reads: `column`, a list of texts; blank ones are left out.
///
/// Writes: the columns that came in but `column`; `clusters` (C), `cluster_size` (S), `diversity` (D) and
/// `diversity_per_text` (D / K), each a record of `mean`, `error` (standard error over rounds), `low` and `high` (95 %
/// interval), absent where no round was scored; `rounds` (asked, scored, malformed, withheld, unverified, without_valid,
/// stopped_early); `counts` (texts, texts_a_round, discovery_asked, discovery_lost, clusters_rejected, unassigned,
/// replies_unfit, replies_overlapping, replies_unknown); `criteria` (the sentences used); `agent` (the teacher asked);
/// `simulated`; `sources`. The `id` is new.
///
/// Drops: `too_few_texts` where there are fewer than a round draws.
///
/// Fails: `malformed_reply` where more than `rounds.malformed` of the rounds, or of the discovery calls, gave nothing
/// that can be counted; `malformed_reply`, `schema` or `truncated` where the proposals could not be merged; the
/// failures of a call. A round that is lost to a malformed answer, a filter or a refusal fails nothing by itself.
///
/// Cost: model calls a row: `discovery.calls` + 3, and for each round 1 + its clusters of two texts or more, which are
/// at most half of `rounds.texts`; each up to 1 + `prompts.reask` times.
///
/// Source: Chen et al., "On the Diversity of Synthetic Data and its Impact on Training Large Language Models", arXiv
/// 2410.15226, section 2; the defaults are its J = 5, M = 100, K = 10 and N = 5,000. S is defined here, where the paper
/// leaves it open; texts in two clusters make a reply malformed.
///
/// ```yaml
/// - draw_texts: {column: response, by: teacher}
/// - cluster_agent: {teacher: judge, rounds: {most: 2000, width: 0.1}}
/// ```
///
/// @param column the list of texts
/// @param teacher who is asked; may be left out where the recipe has only one
/// @param discovery how the criteria are found
/// @param rounds how often and by how much is clustered
/// @param prompts the agent's own prompts, where others than the built-in ones are wanted
/// @param sampling how it draws, where it differs from what the teacher says
@StepName("cluster_agent")
public record ClusterAgent(@Default("texts") String column, @Nullable String teacher,
    @Default("{}") Discovery discovery, @Default("{}") Rounds rounds, @Default("{}") Prompts prompts,
    @Default("{}") Sampling sampling) implements OfModel {
  private static final int MOST = 1_000_000;
  private static final int AT_ONCE = 16;
  /// Texts in the prompts of a wave, which are in memory together.
  private static final int MOST_SHOWN = 20_000;

  /// How the criteria are found.
  /// @param texts texts shown at once (J)
  /// @param calls how often (M); with 0 and no `criteria` the model clusters as it likes
  /// @param keep how many headings, and how many metrics, are kept
  /// @param criteria sentences to use instead; nothing is then discovered
  public record Discovery(@Default("5") int texts, @Default("100") int calls, @Default("5") int keep,
      @Default("[]") List<String> criteria) {
    public Discovery {
      criteria = List.copyOf(criteria);
      check("texts", texts, 1, 1_000);
      check("calls", calls, 0, MOST);
      check("keep", keep, 1, 50);
    }
  }

  /// How often and by how much is clustered.
  /// @param texts texts drawn for a round (K), none twice
  /// @param most rounds at most (N)
  /// @param wave rounds asked at once; between waves it is looked whether `width` is reached
  /// @param width stops when the 95 % interval of D is no wider than this, after 100 scored rounds or more
  /// @param verify whether the model looks at each cluster again
  /// @param malformed share of rounds that may be lost
  public record Rounds(@Default("10") int texts, @Default("5000") int most, @Default("100") int wave,
      @Nullable Double width, @Default("true") boolean verify, @Default("0.1") double malformed) {
    public Rounds {
      check("texts", texts, 2, 1_000);
      check("most", most, 1, MOST);
      check("wave", wave, 1, 1_000);
      if (width != null && !(width > 0)) {
        throw new IllegalArgumentException("width must be above 0, not " + width);
      }
      if (!(malformed >= 0 && malformed <= 1)) {
        throw new IllegalArgumentException("malformed must be 0 to 1, not " + malformed);
      }
    }
  }

  /// The agent's own prompts: Mustache templates, written out or in a file (`file:PATH`). What each may name stands on
  /// the page of the measure.
  /// @param discovery asks for headings and metrics of a few `texts`
  /// @param summary asks to merge what was `found`
  /// @param criteria asks for a sentence for each of the `criteria`
  /// @param cluster asks for clusters of the `texts`
  /// @param verify asks whether the `texts` of a cluster belong together
  /// @param reask how often a model whose answer does not fit is asked again, with what is wrong
  public record Prompts(@Nullable TextOrFile discovery, @Nullable TextOrFile summary,
      @Nullable TextOrFile criteria, @Nullable TextOrFile cluster, @Nullable TextOrFile verify,
      @Default("2") int reask) {
    public Prompts {
      check("reask", reask, 0, 10);
    }
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s must be %d to %d, not %d".formatted(name, least, most, value));
    }
  }

  @Override
  public Schema columns(Schema input, Planning plan) {
    if (plan.need(input, "column", column) && !input.type(column).equals(new Type.ListOf(Type.Scalar.TEXT))) {
      plan.problem("column", "column '%s' is %s, wanted a list of texts. Make one with draw_texts."
          .formatted(column, input.type(column)));
    }
    checkTeacher(plan);
    int shown = Math.max(rounds.texts(), discovery.texts());
    if ((long) shown * rounds.wave() > MOST_SHOWN) {
      plan.problem("rounds",
          "%d texts in each of the %d prompts of a wave, wanted %d together at most. Make the wave smaller."
              .formatted(shown, rounds.wave(), MOST_SHOWN));
    }
    ClusterAgentPrompts.problems(prompts).forEach((name, problem) -> plan.problem("prompts", name + ": " + problem));
    plan.note(
        "at most %,d model calls for each row that comes in, and more where answers do not fit; not in the estimate"
            .formatted(mostCalls()));
    List<Column> kept = new ArrayList<>(input.columns());
    kept.removeIf(each -> each.name().equals(column));
    Schema rest = new Schema(kept);
    for (Column added : ClusterAgentRow.COLUMNS) {
      if (rest.has(added.name()) && !ClusterAgentRow.CARRIED.contains(added.name())) {
        plan.note("the column '%s' that comes in is replaced".formatted(added.name()));
      }
    }
    return rest.with(ClusterAgentRow.COLUMNS.toArray(Column[]::new));
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

  /// Calls of a row where every answer fits and every cluster is a pair.
  long mostCalls() {
    boolean discovers = discovery.criteria().isEmpty() && discovery.calls() > 0;
    long found = discovers ? discovery.calls() + 3L : 0;
    return found + (long) rounds.most() * (1 + (rounds.verify() ? rounds.texts() / 2 : 0));
  }

  /// A schema is no need: a server that takes none is told it in words, and the answer is checked here.
  @Override
  public List<Lane> lanes(List<String> known) {
    if (teacher != null) {
      return List.of(new Lane(teacher, 1));
    }
    return known.size() == 1 ? List.of(new Lane(known.getFirst(), 1)) : List.of();
  }

  /// Each row holds up to millions of characters, and a wave of prompts beside.
  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Rollout rollout(Schema input, Schema output) {
    ClusterAgentPrompts written = new ClusterAgentPrompts(prompts);
    return (row, models) -> new ClusterAgentTalk(this, written, models).hold(row, output);
  }
}
