package dev.retort.measure.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.Correlation;
import dev.retort.measure.statistics.Measured;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScoreTallyTest {
  private static final Families FAMILIES = new Families(Map.of());

  @Test
  void theUnscoredAreCountedAndInNoMean() {
    ScoreTally tally = new ScoreTally("qwen", FAMILIES);
    tally.add(4.0, 10L, null, null);
    tally.add(null, 10L, "qwen", 9.0);
    tally.add(8.0, 10L, null, null);
    ScoreReport report = tally.report();
    assertThat(report.scored()).isEqualTo(2);
    assertThat(report.unscored()).isEqualTo(1);
    assertThat(report.mean().orElseThrow().value()).isEqualTo(6);
    assertThat(report.people().pearson()).isEmpty();
    assertThat(report.bias().ownFamily()).isEmpty();
  }

  @Test
  void aPlantedFavourForItsOwnFamilyIsWithinItsIntervalAsOftenAsItSays() {
    int within = 0;
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ScoreTally tally = new ScoreTally("Qwen/Qwen2.5", FAMILIES);
      for (int i = 0; i < 200; i++) {
        boolean own = i % 3 == 0;
        tally.add(5 + random.nextGaussian() + (own ? 0.5 : 0), 10L, own ? "qwen" : "llama", null);
      }
      Measured favour = tally.report().bias().ownFamily().orElseThrow();
      within += favour.low() <= 0.5 && 0.5 <= favour.high() ? 1 : 0;
    }
    assertThat(within).as("95 % of 300, give or take three standard errors").isBetween(273, 297);
  }

  @Test
  void correlationsWithPeopleAreThoseOfTheArrays() {
    SplittableRandom random = new SplittableRandom(2);
    ScoreTally tally = new ScoreTally("qwen", FAMILIES);
    double[] human = new double[150];
    double[] score = new double[150];
    for (int i = 0; i < 150; i++) {
      human[i] = 1 + random.nextInt(5);
      score[i] = 1 + random.nextInt(4) + human[i];
      tally.add(score[i], 1L + i, null, human[i]);
    }
    ScoreReport.People people = tally.report().people();
    assertThat(people.pearson().orElseThrow().value())
        .isCloseTo(Correlation.pearson(human, score).statistic().orElseThrow(), within(1e-12));
    Measured spearman = people.spearman().orElseThrow();
    assertThat(spearman.value()).isEqualTo(Correlation.spearman(human, score).statistic().orElseThrow());
    assertThat(spearman.low()).isLessThan(spearman.value());
    assertThat(spearman.high()).isGreaterThan(spearman.value());
    Measured length = tally.report().bias().length().orElseThrow();
    assertThat(length.low()).as("no favour for length was planted").isNegative();
    assertThat(length.high()).isPositive();
  }

  @Test
  void theMemoryOfRankCorrelationsIsBounded() {
    Pairs pairs = new Pairs();
    for (int i = 0; i < Pairs.MOST + 5; i++) {
      pairs.add(i, i % 7);
    }
    assertThat(pairs.spearman().orElseThrow().sample()).isEqualTo(Pairs.MOST);
  }

  @Test
  void aFavourForAPlaceInListsIsFoundAndNoneIsNot() {
    SplittableRandom random = new SplittableRandom(6);
    RankTally none = new RankTally("qwen");
    RankTally some = new RankTally("qwen");
    for (int i = 0; i < 2000; i++) {
      boolean swap = random.nextBoolean();
      none.add(swap ? new long[]{2, 1} : new long[]{1, 2});
      some.add(swap && random.nextDouble() > 0.2 ? new long[]{2, 1} : new long[]{1, 2});
    }
    none.add(new long[]{1, 1, 1});
    none.addUnranked();
    Measured without = none.report().place().orElseThrow();
    Measured with = some.report().place().orElseThrow();
    assertThat(without.low()).isNegative();
    assertThat(without.high()).isPositive();
    assertThat(with.low()).isLessThan(0.2);
    assertThat(with.high()).isGreaterThan(0.2);
    assertThat(with.low()).isPositive();
    assertThat(none.report().ranked()).isEqualTo(2001);
    assertThat(none.report().unranked()).isEqualTo(1);
  }
}
