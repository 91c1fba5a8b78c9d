package dev.retort.measure.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {
  private static final double[] TRUE = {1, 0.4, -0.2, -1.2};

  private static List<List<Game>> games(int prompts, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Game>> games = new ArrayList<>();
    for (int prompt = 0; prompt < prompts; prompt++) {
      List<Game> ofPrompt = new ArrayList<>();
      for (int i = 0; i < TRUE.length; i++) {
        for (int j = 0; j < i; j++) {
          double chance = 1 / (1 + Math.exp(TRUE[j] - TRUE[i]));
          ofPrompt.add(new Game(i, j, random.nextDouble() < chance ? 1 : 0));
        }
      }
      games.add(ofPrompt);
    }
    return games;
  }

  private static double[][] wins(List<List<Game>> games) {
    double[][] wins = new double[TRUE.length][TRUE.length];
    games.forEach(ofPrompt -> ofPrompt.forEach(game -> game.addTo(wins)));
    return wins;
  }

  private static Strengths maximum(double[][] wins) {
    return ((BradleyTerry.Fit.Maximum) BradleyTerry.fit(wins)).strengths();
  }

  /// Hunter's algorithm, slow and simple: each strength is its wins over its expected games.
  private static double[] byMinorization(double[][] wins) {
    int n = wins.length;
    double[] share = new double[n];
    Arrays.fill(share, 1);
    for (int step = 0; step < 20_000; step++) {
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        double below = 0;
        for (int j = 0; j < n; j++) {
          below += i == j ? 0 : (wins[i][j] + wins[j][i]) / (share[i] + share[j]);
        }
        next[i] = Arrays.stream(wins[i]).sum() / below;
      }
      share = next;
    }
    double[] logs = Arrays.stream(share).map(Math::log).toArray();
    double mean = Arrays.stream(logs).average().orElseThrow();
    return Arrays.stream(logs).map(log -> log - mean).toArray();
  }

  @Test
  void theMaximumEqualsTheOneOfASlowAlgorithm() {
    for (int seed = 0; seed < 10; seed++) {
      double[][] wins = wins(games(12, seed));
      assertThat(maximum(wins).all()).containsExactly(byMinorization(wins), within(1e-9));
    }
  }

  @Test
  void plantedStrengthsAreInsideTheIntervalsAboutNineteenTimesInTwenty() {
    int inside = 0;
    for (int study = 0; study < 60; study++) {
      Ranking ranking = Ranking.of(games(80, study), 4, Resamples.of(80, 300, study));
      assertThat(ranking.withoutMaximum()).isZero();
      for (int player = 0; player < 4; player++) {
        Measured strength = ranking.strengths().get(player);
        inside += strength.low() <= TRUE[player] && TRUE[player] <= strength.high() ? 1 : 0;
        assertThat(strength.sample()).isEqualTo(240);
      }
    }
    assertThat(inside).isBetween(212, 238);
  }

  @Test
  void standardErrorsEqualTheSpreadOfRepeatedStudies() {
    double[] drawn = new double[400];
    Arrays.setAll(drawn, study -> maximum(wins(games(100, 1_000 + study))).of(0));
    double spread = Descriptive.deviation(drawn, 1).orElseThrow();
    assertThat(maximum(wins(games(100, 7))).standardError(0)).isCloseTo(spread, within(0.1 * spread));
  }

  @Test
  void whoNeverLostHasNoFiniteStrength() {
    double[][] wins = {{0, 4, 3}, {0, 0, 2}, {0, 1, 0}};
    BradleyTerry.Fit.NoMaximum fit = (BradleyTerry.Fit.NoMaximum) BradleyTerry.fit(wins);
    assertThat(fit.tiers()).containsExactly(List.of(0), List.of(1, 2));
    assertThat(fit.penalty()).isEqualTo(BradleyTerry.PENALTY);
    assertThat(fit.regularised().all()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    wins[1][0] = 0.5;
    assertThat(BradleyTerry.fit(wins)).isInstanceOf(BradleyTerry.Fit.Maximum.class);
    assertThatThrownBy(() -> BradleyTerry.spectral(new double[][]{{0, 1}, {0, 0}}, 0))
        .hasMessageContaining("wanted more than 0");
  }

  @Test
  void playersWhoNeverMetEvenOverOthersAreNotCompared() {
    double[][] wins = {{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 2}, {0, 0, 1, 0}};
    assertThat(BradleyTerry.fit(wins))
        .isEqualTo(new BradleyTerry.Fit.Disconnected(List.of(List.of(0, 1), List.of(2, 3))));
    List<List<Game>> games = List.of(List.of(new Game(0, 1, 1), new Game(2, 3, 0.5)), List.of(new Game(1, 0, 1)));
    assertThat(Ranking.of(games, 4, Resamples.of(2, 10, 1)).strengths()).isEmpty();
    wins[3][1] = 1;
    assertThat(((BradleyTerry.Fit.NoMaximum) BradleyTerry.fit(wins)).tiers()).containsExactly(List.of(2, 3),
        List.of(0, 1));
  }

  @Test
  void resamplesWithoutAMaximumAreCounted() {
    List<List<Game>> games = List.of(List.of(new Game(0, 1, 1)), List.of(new Game(0, 1, 1)),
        List.of(new Game(1, 0, 1)));
    Ranking ranking = Ranking.of(games, 2, Resamples.of(3, 1_000, 1));
    assertThat(ranking.fit()).isInstanceOf(BradleyTerry.Fit.Maximum.class);
    assertThat(ranking.withoutMaximum()).isBetween(270, 400);
  }

  @Test
  void tiesAloneMakeAllEqual() {
    Strengths strengths = maximum(new double[][]{{0, 3, 1}, {3, 0, 2}, {1, 2, 0}});
    assertThat(strengths.all()).containsExactly(new double[3], within(1e-12));
    assertThat(strengths.chance(0, 2)).isCloseTo(0.5, within(1e-12));
    assertThat(strengths.elo(1)).isCloseTo(1000, within(1e-9));
  }

  @Test
  void tablesThatAreNoWinsAreRefused() {
    assertThatThrownBy(() -> BradleyTerry.fit(new double[][]{{0, -1}, {1, 0}})).hasMessageContaining("square table");
    assertThatThrownBy(() -> BradleyTerry.fit(new double[][]{{0, 1}, {1}})).hasMessageContaining("square table");
    assertThatThrownBy(() -> BradleyTerry.fit(new double[1][1])).hasMessageContaining("wanted two at least");
    assertThatThrownBy(() -> BradleyTerry.regularised(new double[2][2], 0)).hasMessageContaining("wanted more than 0");
    assertThatThrownBy(() -> new Game(1, 1, 1)).hasMessageContaining("two players");
  }
}
