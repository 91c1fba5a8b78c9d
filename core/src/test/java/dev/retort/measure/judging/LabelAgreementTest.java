package dev.retort.measure.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.judging.Judged.Answers;
import dev.retort.measure.judging.Judged.Verdicts;
import dev.retort.measure.statistics.Agreement;
import dev.retort.measure.statistics.Confusion.Weights;
import dev.retort.measure.statistics.Correlation;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelAgreementTest {

  @Test
  void accuracyKappaAndCorrelationAreThoseOfTheLists() {
    SplittableRandom random = new SplittableRandom(4);
    PairTally tally = new PairTally("j", new Families(Map.of()));
    List<Integer> people = new ArrayList<>();
    List<Integer> judge = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Choice human = Choice.values()[random.nextInt(10) < 1 ? 2 : random.nextInt(2)];
      Choice said = random.nextDouble() < 0.6 ? human : Choice.values()[random.nextInt(3)];
      people.add(human.sign());
      judge.add(said.sign());
      tally.add(new Judged(Verdicts.one(said), new Answers(1L, 1L, null, null), human));
    }
    LabelAgreement agreement = tally.report().agreement();
    long same = 0;
    for (int i = 0; i < 500; i++) {
      same += people.get(i).equals(judge.get(i)) ? 1 : 0;
    }
    assertThat(agreement.accuracy().orElseThrow().value()).isEqualTo(same / 500.0);
    Measured drawn = Agreement.cohen(people, judge, Weights.NONE, Resamples.of(500, 4000, 2)).orElseThrow();
    Measured kappa = agreement.kappa().orElseThrow();
    assertThat(kappa.value()).isCloseTo(drawn.value(), within(1e-12));
    assertThat(kappa.low()).isCloseTo(drawn.low(), within(0.012));
    assertThat(kappa.high()).isCloseTo(drawn.high(), within(0.012));
    double r = Correlation.pearson(people.stream().mapToDouble(x -> x).toArray(),
        judge.stream().mapToDouble(x -> x).toArray()).statistic().orElseThrow();
    assertThat(agreement.correlation().orElseThrow().value()).isCloseTo(r, within(1e-12));
  }

  @Test
  void aVerdictThatCouldNotBeReadIsCountedAndInNoFigure() {
    PairTally tally = new PairTally("j", new Families(Map.of()));
    Answers answers = new Answers(1L, 1L, null, null);
    tally.add(new Judged(Verdicts.one(Choice.A), answers, Choice.A));
    tally.add(new Judged(Verdicts.one(null), answers, Choice.A));
    tally.add(new Judged(Verdicts.one(Choice.A), answers, null));
    LabelAgreement agreement = tally.report().agreement();
    assertThat(agreement.undecided()).isEqualTo(1);
    assertThat(agreement.items()).isEqualTo(1);
    assertThat(agreement.accuracy().orElseThrow().value()).isEqualTo(1);
    assertThat(agreement.kappa()).as("one label only: chance explains all").isEmpty();
    assertThat(agreement.correlation()).isEmpty();
  }

  @Test
  void aDifferenceOfPairedSharesHasTheBootstrapsInterval() {
    Measured difference = Paired.difference(40, 15, 200).orElseThrow();
    double[] values = new double[200];
    java.util.Arrays.fill(values, 0, 40, 1);
    java.util.Arrays.fill(values, 40, 55, -1);
    Measured drawn = Resamples.of(200, 4000, 3).mean(values);
    assertThat(difference.value()).isEqualTo(drawn.value());
    assertThat(difference.low()).isCloseTo(drawn.low(), within(0.012));
    assertThat(difference.high()).isCloseTo(drawn.high(), within(0.012));
  }

  @Test
  void sumsGiveTheCorrelationAndMeanOfTheArrays() {
    SplittableRandom random = new SplittableRandom(8);
    double[] x = new double[200];
    double[] y = new double[200];
    Line line = new Line();
    for (int i = 0; i < 200; i++) {
      x[i] = 1e6 + random.nextDouble();
      y[i] = x[i] - 1e6 + random.nextGaussian();
      line.add(x[i], y[i]);
    }
    Measured r = line.correlation().orElseThrow();
    assertThat(r.value()).isCloseTo(Correlation.pearson(x, y).statistic().orElseThrow(), within(1e-9));
    Measured mean = line.mean().orElseThrow();
    Measured drawn = Resamples.of(200, 4000, 3).mean(y);
    assertThat(mean.value()).isCloseTo(drawn.value(), within(1e-12));
    assertThat(mean.low()).isCloseTo(drawn.low(), within(0.015));
    Line thrice = new Line();
    thrice.add(1, 2, 3);
    thrice.add(2, 5, 1);
    assertThat(thrice.mean().orElseThrow().value()).isEqualTo(2.75);
  }
}
