package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.measure.judging.Findings;
import dev.retort.measure.judging.PairReport;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.step.OfModel;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import dev.retort.steps.Compare.Columns;
import dev.retort.steps.Compare.Orders;
import dev.retort.steps.VerdictAsking.OnUnparsed;
import dev.retort.steps.VerdictAsking.Parse;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A judge with a known favour for the first is compared through `compare` and measured by `judge_report`.
class JudgeBiasTest {
  private static final Schema SCHEMA = Schema.of(Column.text("prompt"), Column.text("a"), Column.text("b"),
      new Column(Source.COLUMN, Source.LIST));
  private static final Pattern WORTH = Pattern.compile("worth (\\d+)");
  private static final int PAIRS = 250;
  private static final int SEEDS = 60;

  /// Takes the first regardless in a share of calls, else the one that is worth more; some replies cannot be read.
  private static ScriptedJudge judge(double favour, double babble, SplittableRandom random) {
    return new ScriptedJudge(chat -> verdict(chat, favour, babble, random));
  }

  private static Reply verdict(Request.Chat chat, double favour, double babble, SplittableRandom random) {
    if (random.nextDouble() < babble) {
      return ScriptedJudge.reply("Both have their merits.");
    }
    Matcher worth = WORTH.matcher(chat.messages().get(1).content());
    assertThat(worth.find()).isTrue();
    int first = Integer.parseInt(worth.group(1));
    assertThat(worth.find()).isTrue();
    boolean takesFirst = random.nextDouble() < favour || first > Integer.parseInt(worth.group(1));
    return ScriptedJudge.reply("Verdict: " + (takesFirst ? "A" : "B"));
  }

  /// What came of pairs of which each answer is the better in half of them.
  private static PairReport report(Orders orders, double favour, double babble, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Compare compare = new Compare(List.of(), "helpfulness", Map.of(), Columns.USUAL, orders,
        new VerdictAsking(null, null, Sampling.NONE, 1, Parse.LINE, OnUnparsed.KEEP));
    Schema output = compare.columns(SCHEMA, new PlanLog("qwen"));
    OfModel.Rollout rollout = compare.rollout(SCHEMA, output);
    ScriptedJudge models = judge(favour, babble, random);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      int worth = random.nextInt(2);
      Row row = new Row("r" + i, SCHEMA, "Which?", "worth " + worth, "worth " + (1 - worth), Source.union(List.of()));
      rows.addAll(((Outcome.Kept) rollout.run(row, models)).rows());
    }
    Findings findings = JudgeReport.USUAL.findings(output, rows(rows), Map.of());
    assertThat(findings.scores()).isEmpty();
    return findings.pairs().getFirst();
  }

  private static OfTable.Rows rows(List<Row> rows) {
    Iterator<Row> iterator = rows.iterator();
    return new OfTable.Rows() {
      @Override
      public @Nullable Row next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aPlantedFavourOfAFifthIsWithinItsInterval() {
    int within = 0;
    int noneWithin = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Measured bias = report(Orders.BOTH, 0.2, 0, seed).position().bias().orElseThrow();
      within += bias.low() <= 0.2 && 0.2 <= bias.high() ? 1 : 0;
      Measured none = report(Orders.BOTH, 0, 0, seed).position().bias().orElseThrow();
      noneWithin += none.low() <= 0 && 0 <= none.high() ? 1 : 0;
      assertThat(none.high()).as("an unbiased judge is not taken for one with a favour of 0.2").isLessThan(0.2);
    }
    assertThat(within).as("95 % of 60, less three standard errors").isGreaterThanOrEqualTo(52);
    assertThat(noneWithin).isEqualTo(SEEDS);
  }

  @Test
  void judgingInBothOrdersTakesTheFavourOut() {
    double one = 0;
    double both = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      one += shareOfA(Orders.ONE, seed) / SEEDS;
      both += shareOfA(Orders.BOTH, seed) / SEEDS;
    }
    double threeErrors = 3 * Math.sqrt(0.25 / PAIRS / SEEDS);
    assertThat(one).as("shown first always: half its losses in a fifth of calls are won").isBetween(0.6 - threeErrors,
        0.6 + threeErrors);
    assertThat(both).isBetween(0.5 - threeErrors, 0.5 + threeErrors);
  }

  /// Wins of a and half of the ties, as a share of all pairs.
  private static double shareOfA(Orders orders, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Compare compare = new Compare(List.of(), "helpfulness", Map.of(), Columns.USUAL, orders, VerdictAsking.BUILT_IN);
    Schema output = compare.columns(SCHEMA, new PlanLog("qwen"));
    OfModel.Rollout rollout = compare.rollout(SCHEMA, output);
    ScriptedJudge models = judge(0.2, 0, random);
    double wins = 0;
    for (int i = 0; i < PAIRS; i++) {
      int worth = i % 2;
      Row row = new Row("r" + i, SCHEMA, "Which?", "worth " + worth, "worth " + (1 - worth), Source.union(List.of()));
      Row judged = ((Outcome.Kept) rollout.run(row, models)).rows().getFirst();
      wins += "a".equals(judged.text("verdict")) ? 1 : "tie".equals(judged.text("verdict")) ? 0.5 : 0;
    }
    return wins / PAIRS;
  }

  @Test
  void repliesThatCannotBeReadAreCountedAndMoveNothing() {
    PairReport report = report(Orders.BOTH, 0.2, 0.6, 5);
    // at temperature 0 the same reply to the same words is not asked for a third time: 0.6^2 of the orders are unread
    double expected = PAIRS * (1 - Math.pow(1 - 0.36, 2));
    assertThat((double) report.counts().undecided()).isBetween(expected - 25, expected + 25);
    assertThat(report.counts().pairs()).isEqualTo(PAIRS);
    assertThat(report.position().usable()).isEqualTo(PAIRS - report.counts().undecided());
    Measured bias = report.position().bias().orElseThrow();
    assertThat(bias.low()).isLessThan(0.2);
    assertThat(bias.high()).isGreaterThan(0.2);
  }
}
