package dev.retort.measure.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.judging.Judged.Answers;
import dev.retort.measure.judging.Judged.Verdicts;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairTallyTest {
  private static final Answers EQUAL = new Answers(10L, 10L, null, null);
  private static final int PAIRS = 300;

  private static PairTally tally() {
    return new PairTally("qwen-72b", new Families(Map.of()));
  }

  private static PairReport report(List<Judged> judged) {
    PairTally tally = tally();
    judged.forEach(tally::add);
    return tally.report();
  }

  private static Judged pair(@Nullable Choice aFirst, @Nullable Choice bFirst) {
    return new Judged(Verdicts.both(aFirst, bFirst), EQUAL, null);
  }

  /// A judge that takes the first regardless in a share of its calls, sees a tie in some, and errs in a tenth.
  private static Choice ask(Choice better, boolean aFirst, double favour, double ties, SplittableRandom random) {
    Choice first = aFirst ? Choice.A : Choice.B;
    if (random.nextDouble() < favour) {
      return first;
    }
    if (random.nextDouble() < ties) {
      return Choice.TIE;
    }
    boolean right = random.nextDouble() < 0.9;
    return right == (better == Choice.A) ? Choice.A : Choice.B;
  }

  private static List<Judged> judged(long seed, double favour, double ties) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Choice better = random.nextDouble() < 0.7 ? Choice.A : Choice.B;
      judged.add(pair(ask(better, true, favour, ties, random), ask(better, false, favour, ties, random)));
    }
    return judged;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.2, 0", "0.5, 0", "-0, 0.3"})
  void theFavourForTheFirstIsWithinItsIntervalAsOftenAsItSays(double favour, double ties) {
    int seeds = 400;
    int within = 0;
    double sum = 0;
    for (int seed = 0; seed < seeds; seed++) {
      Measured bias = report(judged(seed, favour, ties)).position().bias().orElseThrow();
      within += bias.low() <= favour && favour <= bias.high() ? 1 : 0;
      sum += bias.value();
    }
    assertThat(sum / seeds).isCloseTo(favour, within(0.01));
    assertThat(within).as("95 % of 400, give or take three standard errors").isBetween(367, 393);
  }

  @Test
  void aFavourIsToldFromNone() {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      Measured biased = report(judged(seed, 0.2, 0)).position().bias().orElseThrow();
      found += biased.low() > 0 ? 1 : 0;
    }
    assertThat(found).isGreaterThan(95);
  }

  @Test
  void theIntervalIsThatOfTheBootstrapOverPairs() {
    List<Judged> judged = judged(3, 0.2, 0.2);
    Measured bias = report(judged).position().bias().orElseThrow();
    Measured drawn = Resamples.of(PAIRS, 4000, 9).statistic(bias.value(), units -> {
      double firsts = 0;
      double decided = 0;
      for (int unit : units) {
        Verdicts v = judged.get(unit).verdicts();
        firsts += (v.aFirst() == Choice.A ? 1 : 0) + (v.bFirst() == Choice.B ? 1 : 0);
        decided += (v.aFirst() == Choice.TIE ? 0 : 1) + (v.bFirst() == Choice.TIE ? 0 : 1);
      }
      return 2 * firsts / decided - 1;
    });
    assertThat(bias.low()).isCloseTo(drawn.low(), within(0.012));
    assertThat(bias.high()).isCloseTo(drawn.high(), within(0.012));
  }

  @Test
  void aJudgeThatAlwaysAgreesWithItselfHasAnIntervalAroundNoFavour() {
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      judged.add(pair(Choice.A, Choice.A));
    }
    Measured bias = report(judged).position().bias().orElseThrow();
    assertThat(bias.value()).isZero();
    assertThat(bias.low()).isBetween(-0.15, -0.05);
    assertThat(bias.high()).isEqualTo(-bias.low());
    assertThat(report(judged).position().consistent().orElseThrow().value()).isEqualTo(1);
  }

  @Test
  void pairsAreCountedByWhatCameOfThem() {
    PairReport report = report(List.of(pair(Choice.A, Choice.A), pair(Choice.B, Choice.B), pair(Choice.A, Choice.B),
        pair(Choice.TIE, Choice.TIE), pair(Choice.A, Choice.TIE), pair(null, Choice.A), pair(Choice.A, null),
        new Judged(Verdicts.one(Choice.B), EQUAL, null), new Judged(Verdicts.one(null), EQUAL, null)));
    assertThat(report.counts()).isEqualTo(new PairReport.Counts(9, 3, 3, 3, 2));
    assertThat(report.position().usable()).as("read in both orders").isEqualTo(5);
    assertThat(report.position().consistent().orElseThrow().value()).isEqualTo(0.6);
    // firsts: a,a one; b,b one; a,b two; a,tie one. seconds: one and one.
    assertThat(report.position().firstShare().orElseThrow().value()).isCloseTo(5 / 7.0, within(1e-12));
    assertThat(report.position().bias().orElseThrow().value()).isCloseTo(3 / 7.0, within(1e-12));
  }

  @Test
  void whatNobodyMeasuredIsAbsent() {
    PairReport report = report(List.of(new Judged(Verdicts.one(Choice.A), EQUAL, null)));
    assertThat(report.position().bias()).isEmpty();
    assertThat(report.position().consistent()).isEmpty();
    assertThat(report.length().share()).isEmpty();
    assertThat(report.family().share()).isEmpty();
    assertThat(report.agreement().accuracy()).isEmpty();
    assertThat(report.agreement().kappa()).isEmpty();
  }

  private static Judged lengths(Choice verdict, long a, long b, @Nullable Choice human) {
    return new Judged(Verdicts.one(verdict), new Answers(a, b, null, null), human);
  }

  @Test
  void aFavourForTheLongerIsHeldAgainstThatOfPeople() {
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      judged.add(lengths(Choice.A, 20, 10, i < 60 ? Choice.A : Choice.B));
    }
    for (int i = 0; i < 20; i++) {
      judged.add(lengths(Choice.A, 10, 20, Choice.A));
    }
    judged.add(lengths(Choice.TIE, 10, 20, Choice.A));
    judged.add(lengths(Choice.A, 10, 10, Choice.A));
    PairReport report = report(judged);
    assertThat(report.length().share().orElseThrow().value()).isEqualTo(0.8);
    assertThat(report.length().share().orElseThrow().sample()).isEqualTo(100);
    assertThat(report.length().abovePeople().orElseThrow().value()).as("80 to 60 of 100").isCloseTo(0.2, within(1e-12));
    assertThat(report.length().abovePeople().orElseThrow().low()).isPositive();
  }

  @Test
  void aFavourForLengthGrowsWithItsPlantedStrengthAndIsNoneWithout() {
    double[] found = new double[3];
    for (int k = 0; k < 3; k++) {
      SplittableRandom random = new SplittableRandom(5);
      List<Judged> judged = new ArrayList<>();
      for (int i = 0; i < 4000; i++) {
        long a = 10 + random.nextInt(100);
        long b = 10 + random.nextInt(100);
        boolean byLength = random.nextDouble() < 0.3 * k;
        judged.add(lengths((byLength ? a > b : random.nextBoolean()) ? Choice.A : Choice.B, a, b, null));
      }
      Measured correlation = report(judged).length().correlation().orElseThrow();
      found[k] = correlation.value();
      if (k == 0) {
        assertThat(correlation.low()).isNegative();
        assertThat(correlation.high()).isPositive();
      }
    }
    assertThat(found[1]).isGreaterThan(found[0] + 0.15);
    assertThat(found[2]).isGreaterThan(found[1] + 0.15);
  }

  @Test
  void onlyPairsOfWhichOneIsOfTheJudgesFamilyTellOfItsFavour() {
    PairReport report = report(List.of(family(Choice.A, "qwen", "llama", Choice.B),
        family(Choice.B, "llama", "qwen", Choice.B), family(Choice.A, "llama", "qwen", Choice.B),
        family(Choice.A, "qwen", "qwen", Choice.B), family(Choice.A, "llama", "gemma", Choice.B),
        family(Choice.A, "qwen", null, Choice.B)));
    Measured share = report.family().share().orElseThrow();
    assertThat(share.sample()).isEqualTo(3);
    assertThat(share.value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(report.family().abovePeople().orElseThrow().value()).as("people: 2 of 3, too").isZero();
  }

  private static Judged family(Choice verdict, @Nullable String a, @Nullable String b, Choice human) {
    return new Judged(Verdicts.one(verdict), new Answers(1L, 1L, a, b), human);
  }

  @ParameterizedTest
  @CsvSource({"Qwen/Qwen2.5-72B-Instruct,qwen", "qwen,qwen", "group/llama-8b,llama", "4o,4o", "o1,openai",
      "gpt-4o,openai"})
  void aFamilyIsToldOrTheLettersANameBeginsWith(String name, String family) {
    assertThat(new Families(Map.of("o1", "openai", "gpt-4o", "openai")).of(name)).isEqualTo(family);
  }
}
