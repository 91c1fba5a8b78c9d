package dev.retort.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Source;
import dev.retort.row.Type;
import dev.retort.step.Outcome;
import dev.retort.steps.Rank.Columns;
import dev.retort.steps.VerdictAsking.OnUnparsed;
import dev.retort.steps.VerdictAsking.Parse;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RankTest {
  private static final Schema SCHEMA = Schema.of(Column.text("prompt"),
      new Column("candidates", new Type.ListOf(Type.Scalar.TEXT)), new Column(Source.COLUMN, Source.LIST));
  private static final Row ROW = new Row("r", SCHEMA, "Which?", List.of("w0", "w3", "w1", "w2"),
      Source.union(List.of()));

  private static Rank rank(OnUnparsed on) {
    return new Rank(List.of(), "helpfulness", Map.of(), Columns.USUAL,
        new VerdictAsking(null, null, Sampling.NONE, 1, Parse.LINE, on));
  }

  private static Outcome outcome(Rank rank, Row row, ScriptedJudge models) {
    PlanLog plan = new PlanLog("qwen");
    Schema output = rank.columns(row.schema(), plan);
    assertThat(plan.problems).isEmpty();
    return rank.rollout(row.schema(), output).run(row, models);
  }

  private static Row kept(Rank rank, Row row, ScriptedJudge models) {
    return ((Outcome.Kept) outcome(rank, row, models)).rows().getFirst();
  }

  /// The worth each number has as shown: candidates are `w0`, `w1`, ...
  private static double[] worths(Request.Chat chat, int count) {
    double[] worths = new double[count];
    Matcher shown = Pattern.compile("<response_(\\d+)>\nw(\\d+)\n").matcher(chat.messages().get(1).content());
    while (shown.find()) {
      worths[Integer.parseInt(shown.group(1)) - 1] = Integer.parseInt(shown.group(2));
    }
    return worths;
  }

  private static String ranking(double[] worths) {
    Integer[] numbers = new Integer[worths.length];
    Arrays.setAll(numbers, i -> i + 1);
    Arrays.sort(numbers, (one, other) -> Double.compare(worths[other - 1], worths[one - 1]));
    return "Ranking: " + String.join(" > ", Arrays.stream(numbers).map(String::valueOf).toList());
  }

  private static ScriptedJudge byWorth(long seed) {
    ScriptedJudge models = new ScriptedJudge(
        chat -> ScriptedJudge.reply("1 beats 2.\n" + ranking(worths(chat, 4))));
    models.seed = seed;
    return models;
  }

  @Test
  void ranksBelongToTheCandidatesWhateverTheOrderTheyWereShownIn() {
    for (long seed = 0; seed < 24; seed++) {
      Row row = kept(rank(OnUnparsed.FAIL), ROW, byWorth(seed));
      assertThat(row.get("rank")).isEqualTo(List.of(4L, 1L, 3L, 2L));
      assertThat(row.get("rank_judge")).isEqualTo("qwen");
      assertThat(Source.of(row)).containsExactly(new Source("qwen", "judge"));
    }
  }

  @Test
  void theOrderShownIsKept() {
    ScriptedJudge models = byWorth(3);
    Row row = kept(rank(OnUnparsed.FAIL), ROW, models);
    double[] worths = worths(models.asked.getFirst(), 4);
    List<?> candidates = Objects.requireNonNull(ROW.list("candidates"));
    List<?> shown = Objects.requireNonNull(row.list("rank_shown"));
    for (int place = 0; place < 4; place++) {
      int candidate = ((Long) Objects.requireNonNull(shown.get(place))).intValue();
      assertThat(candidates.get(candidate)).isEqualTo("w" + (int) worths[place]);
    }
  }

  @Test
  void everyOrderIsDrawnEquallyOften() {
    int[] counts = new int[6];
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 6000; i++) {
      int[] order = RankJudging.shuffled(3, random);
      counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    double chi = Arrays.stream(counts).mapToDouble(count -> Math.pow(count - 1000, 2) / 1000).sum();
    assertThat(chi).as("chi-squared of 5 degrees, p = 0.001").isLessThan(20.5);
  }

  /// A judge that adds half a rank's worth for the first place shown: with a fixed order the first gains, over shuffled
  /// orders every candidate gains alike.
  @Test
  void aFavourForAPlaceEvensOutOverShuffledOrders() {
    Row equal = ROW.set("candidates", List.of("w5", "w5", "w5"));
    double[] means = new double[3];
    int runs = 3000;
    for (int seed = 0; seed < runs; seed++) {
      ScriptedJudge biased = new ScriptedJudge(chat -> {
        double[] worths = worths(chat, 3);
        worths[0] += 0.5;
        return ScriptedJudge.reply(ranking(worths));
      });
      biased.seed = seed;
      List<?> ranks = Objects.requireNonNull(kept(rank(OnUnparsed.FAIL), equal, biased).list("rank"));
      for (int i = 0; i < 3; i++) {
        means[i] += (Long) Objects.requireNonNull(ranks.get(i)) / (double) runs;
      }
    }
    double threeErrors = 3 * Math.sqrt(2.0 / 3 / runs);
    assertThat(means)
        .satisfies(all -> Arrays.stream(all).forEach(mean -> assertThat(Math.abs(mean - 2)).isLessThan(threeErrors)));
    double[] unshuffled = {5.5, 5, 5};
    assertThat(ranking(unshuffled)).as("in a fixed order the first always wins").isEqualTo("Ranking: 1 > 2 > 3");
  }

  @Test
  void candidatesMayBeRecords() {
    Type records = new Type.ListOf(new Type.Struct(List.of(Column.text("model"), Column.text("response"))));
    Schema schema = SCHEMA.with(new Column("candidates", records));
    Row row = ROW.as(schema, "r").set("candidates",
        List.of(Map.of("model", "x", "response", "w1"), Map.of("model", "y", "response", "w2")));
    ScriptedJudge models = new ScriptedJudge(chat -> ScriptedJudge.reply(ranking(worths(chat, 2))));
    assertThat(kept(rank(OnUnparsed.FAIL), row, models).get("rank")).isEqualTo(List.of(2L, 1L));
  }

  @Test
  void anUnreadableRankingIsNoRanking() {
    ScriptedJudge models = ScriptedJudge.saying("Ranking: 1 > 2 > 3 > 3");
    assertThat(outcome(rank(OnUnparsed.FAIL), ROW, models)).isInstanceOfSatisfying(Outcome.Failed.class,
        failed -> assertThat(failed.failure()).isEqualTo(Failure.MALFORMED_REPLY));
    Row row = kept(rank(OnUnparsed.KEEP), ROW, models);
    assertThat(row.get("rank")).isNull();
    assertThat(row.get("rank_failure")).isEqualTo("malformed_reply");
    assertThat(row.list("rank_shown")).hasSize(4);
  }

  @Test
  void listsThatCannotBeRankedFail() {
    for (Object list : new Object[]{List.of("w1"), List.of(), Arrays.asList("w1", null)}) {
      assertThat(outcome(rank(OnUnparsed.KEEP), ROW.set("candidates", list), byWorth(1)))
          .isInstanceOfSatisfying(Outcome.Failed.class,
              failed -> assertThat(failed.failure()).isEqualTo(Failure.BAD_ROW));
    }
  }

  @Test
  void aColumnThatIsNoListOfTextsIsTold() {
    PlanLog plan = new PlanLog("qwen");
    rank(OnUnparsed.FAIL).columns(SCHEMA.with(Column.text("candidates")), plan);
    rank(OnUnparsed.FAIL).columns(SCHEMA.with(new Column("candidates",
        new Type.ListOf(new Type.Struct(List.of(Column.text("answer")))))), plan);
    assertThat(plan.problems).hasSize(2).anyMatch(line -> line.contains("wanted a list of texts"))
        .anyMatch(line -> line.contains("have no text 'response', only [answer]"));
  }
}
