package dev.retort.steps;

import static dev.retort.steps.ClusterAgentTest.agent;
import static dev.retort.steps.ClusterAgentTest.error;
import static dev.retort.steps.ClusterAgentTest.kept;
import static dev.retort.steps.ClusterAgentTest.mean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Row;
import dev.retort.steps.ClusterAgent.Discovery;
import dev.retort.steps.ClusterAgent.Rounds;
import dev.retort.steps.ScriptedClusterer.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Corpora with a known number of classes, clustered by a model whose mistakes are known.
class ClusterAgentClassesTest {
  private static final int TEXTS = 200;
  private static final int K = 10;
  private static final int ROUNDS = 1_000;
  private static final List<Integer> CLASSES = List.of(1, 2, 5, 10);

  private static Row measured(int classes, Labels labels, boolean verified) {
    Rounds rounds = new Rounds(K, ROUNDS, 500, null, verified, 0);
    return kept(agent(new Discovery(5, 0, 5, List.of()), rounds), ScriptedClusterer.texts(TEXTS, classes),
        new ScriptedClusterer(labels, true).models());
  }

  /// E[C^2] / K, where K texts are drawn without putting any back from c classes of m texts each. With p the chance that
  /// a class is missing and q that two are, E[C^2] = c (1 - p) + c (c - 1) (1 - 2 p + q).
  private static double expected(int c) {
    int m = TEXTS / c;
    double p = missing(m);
    double q = missing(2 * m);
    return (c * (1 - p) + c * (c - 1.0) * (1 - 2 * p + q)) / K;
  }

  /// The chance that none of K draws is among `out` of all texts.
  private static double missing(int out) {
    double chance = 1;
    for (int i = 0; i < K; i++) {
      chance *= Math.max(0, TEXTS - out - i) / (double) (TEXTS - i);
    }
    return chance;
  }

  @Test
  void theClosedFormIsRightWhereItCanBeCountedByHand() {
    assertThat(expected(1)).isEqualTo(0.1, Offset.offset(1e-12));
    // two classes: both but for 2 * (100 * ... * 91) / (200 * ... * 191) of the draws
    double one = 2 * IntStream.range(0, K).mapToDouble(i -> (100.0 - i) / (200 - i)).reduce(1, (a, b) -> a * b);
    assertThat(expected(2)).isEqualTo((4 - 3 * one) / K, Offset.offset(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10})
  void withoutErrorTheMeanIsTheClosedFormExpectation(int classes) {
    Row row = measured(classes, (truth, _) -> truth, true);
    double deviation = simulated(classes, 0, true, 5).deviation();
    assertThat(mean(row, "diversity")).isEqualTo(expected(classes),
        Offset.offset(4 * deviation / Math.sqrt(ROUNDS) + 1e-12));
    assertThat(mean(row, "diversity_per_text")).isEqualTo(mean(row, "diversity") / K, Offset.offset(1e-12));
    assertThat(mean(row, "clusters")).isLessThanOrEqualTo(classes);
    if (classes > 1) {
      int other = CLASSES.get((CLASSES.indexOf(classes) + 1) % CLASSES.size());
      assertThat(Math.abs(mean(row, "diversity") - expected(other))).isGreaterThan(4 * error(row, "diversity"));
    }
  }

  /// A mean of D with the deviation of single rounds; that of the rounds measured may miss what is rare.
  private record Simulated(double mean, double deviation, int counted) {
    double tolerance() {
      return 4 * deviation * Math.sqrt(1.0 / ROUNDS + 1.0 / counted) + 1e-12;
    }
  }

  /// D by a simulation that shares nothing with the step: other random numbers, another
  /// shuffle, and D from its definition.
  private static Simulated simulated(int classes, double wrong, boolean verified, long seed) {
    Random random = new Random(seed);
    double sum = 0;
    double squares = 0;
    int counted = 0;
    for (int round = 0; round < 50_000; round++) {
      Map<Integer, List<Integer>> clusters = new HashMap<>();
      random.ints(0, TEXTS).distinct().limit(K).forEach(text -> {
        int truth = text % classes;
        int other = random.nextInt(Math.max(1, classes - 1));
        int label = random.nextDouble() < wrong && classes > 1 ? other < truth ? other : other + 1 : truth;
        clusters.computeIfAbsent(label, _ -> new ArrayList<>()).add(truth);
      });
      if (verified) {
        clusters.values().removeIf(truths -> truths.stream().distinct().count() > 1);
      }
      if (!clusters.isEmpty()) {
        double size = clusters.values().stream().mapToInt(List::size).average().orElseThrow();
        double d = clusters.size() / size;
        sum += d;
        squares += d * d;
        counted++;
      }
    }
    double mean = sum / counted;
    return new Simulated(mean, Math.sqrt(Math.max(0, squares / counted - mean * mean)), counted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withAKnownErrorRateTheMeanIsThatOfAnIndependentSimulation(boolean verified) {
    for (int classes : CLASSES) {
      for (double wrong : List.of(0.1, 0.3)) {
        Row row = measured(classes, ScriptedClusterer.wrong(wrong, classes), verified);
        Simulated simulated = simulated(classes, wrong, verified, 97 + classes);
        assertThat(mean(row, "diversity")).as("%d classes, %s wrong", classes, wrong).isEqualTo(simulated.mean(),
            Offset.offset(simulated.tolerance()));
      }
    }
  }

  /// A simulation of another error rate is far off: the one above can fail.
  @Test
  void anotherErrorRateIsNoticed() {
    Row row = measured(5, ScriptedClusterer.wrong(0.3, 5), true);
    Simulated simulated = simulated(5, 0.1, true, 3);
    assertThat(Math.abs(mean(row, "diversity") - simulated.mean())).isGreaterThan(simulated.tolerance());
  }

  @Test
  void moreClassesAreMoreDiverseAndSoTheyAreWithErrors() {
    for (double wrong : List.of(0.0, 0.1, 0.3)) {
      double before = 0;
      for (int classes : CLASSES) {
        Row row = measured(classes, ScriptedClusterer.wrong(wrong, classes), false);
        assertThat(mean(row, "diversity") - before).as("%d classes, %s wrong", classes, wrong)
            .isGreaterThan(4 * error(row, "diversity"));
        before = mean(row, "diversity");
      }
    }
  }

  @Test
  void aClustererThatDoesNotReadShowsNoTrend() {
    Map<Integer, Row> rows = new LinkedHashMap<>();
    Labels blind = (truth, random) -> random.nextInt(4);
    CLASSES.forEach(classes -> rows.put(classes, measured(classes, blind, false)));
    for (Row a : rows.values()) {
      for (Row b : rows.values()) {
        assertThat(Math.abs(mean(a, "diversity") - mean(b, "diversity")))
            .isLessThanOrEqualTo(4 * Math.hypot(error(a, "diversity"), error(b, "diversity")));
      }
    }
  }
}
