package dev.retort.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.BradleyTerry;
import dev.retort.measure.statistics.BradleyTerry.Fit;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.recipe.PreferenceFiles.Scale;
import dev.retort.study.Duel.Tally;
import dev.retort.study.PreferenceSheet.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreferencesTest {
  private static final List<String> TEACHERS = List.of("models/one", "models/two", "models/three");
  private static final List<String> PROMPTS = List.of("p0", "p1", "p2", "p3", "p4");

  private final Preferences preferences = new Preferences(TEACHERS, Names.of(TEACHERS, Map.of("models/three",
      Set.of("served-three"))), PROMPTS, Scale.ALPACA_EVAL);

  private void judge(String file, String annotator, String a, String b, int prompt, @Nullable Double value) {
    preferences.add(new Judgement(Path.of("/files/" + file), annotator, a, b, PROMPTS.get(prompt), value));
  }

  private PreferenceSheet sheet() {
    return preferences.sheet(Resamples.of(PROMPTS.size(), 500, 7), 0);
  }

  private static Measured known(@Nullable Measured measured) {
    return Objects.requireNonNull(measured);
  }

  @Test
  void winRatesTiesAndUndecidedOnesEqualAHandCount() {
    judge("one.jsonl", "judge", "base", "one", 0, 2.0);
    judge("one.jsonl", "judge", "base", "one", 1, 1.0);
    judge("one.jsonl", "judge", "base", "one", 2, 0.0);
    judge("one.jsonl", "judge", "base", "one", 3, 1.9);
    judge("one.jsonl", "judge", "base", "one", 4, null);

    Table table = sheet().tables().getFirst();

    assertThat(table.baseline()).isEqualTo("base");
    assertThat(table.known()).isFalse();
    Duel duel = table.duels().getFirst();
    assertThat(duel.teacher()).isEqualTo("models/one");
    assertThat(duel.tally()).isEqualTo(new Tally(2, 1, 1, 1));
    // (1 + 0 + 0.5 + 0.9) / 4
    assertThat(known(duel.winRate()).value()).isCloseTo(0.6, within(1e-12));
    assertThat(known(duel.winRate()).sample()).isEqualTo(4);
    assertThat(known(duel.strength()).value()).isCloseTo(Math.log(0.6 / 0.4), within(1e-12));
  }

  @Test
  void annotatorsAndBaselinesAreNeverPooled() {
    judge("a.jsonl", "strict", "base", "one", 0, 1.0);
    judge("a.jsonl", "kind", "base", "one", 0, 2.0);
    judge("a.jsonl", "kind", "two", "one", 0, 1.0);

    assertThat(sheet().tables()).extracting(Table::annotator, Table::baseline, Table::known)
        .containsExactly(tuple("kind", "base", false),
            tuple("kind", "models/two", true),
            tuple("strict", "base", false));
    assertThat(sheet().tables()).extracting(table -> known(table.duels().getFirst().winRate()).value())
        .containsExactly(1.0, 0.0, 0.0);
  }

  @Test
  void whatIsNotInTheRunIsCountedAndLeftOut() {
    judge("a.jsonl", "judge", "base", "stranger", 0, 2.0);
    judge("a.jsonl", "judge", "base", "one", 0, 3.0);
    judge("a.jsonl", "judge", "base", "one", 1, 2.0);
    judge("a.jsonl", "judge", "base", "one", 1, 1.0);
    preferences.add(new Judgement(Path.of("/files/a.jsonl"), "judge", "base", "one", "another prompt", 2.0));

    PreferenceSheet sheet = preferences.sheet(Resamples.of(PROMPTS.size(), 500, 7), 3);

    assertThat(sheet.audit().rows()).isEqualTo(8);
    assertThat(sheet.audit().used()).isEqualTo(1);
    assertThat(sheet.audit().left()).containsOnly(Map.entry("of a model that is no teacher of this study", 1L),
        Map.entry("with a value outside of the range", 1L),
        Map.entry("of a pair and prompt that the annotator judged before", 1L),
        Map.entry("of a prompt that is not among those looked at", 1L),
        Map.entry("that cannot be read as a judgement", 3L));
    assertThat(known(sheet.tables().getFirst().duels().getFirst().winRate()).value()).isEqualTo(1);
  }

  @Test
  void aTeacherIsFoundByTheModelItServed() {
    judge("three.jsonl", "judge", "base", "served-three", 0, 2.0);

    assertThat(sheet().tables().getFirst().duels()).extracting(Duel::teacher).containsExactly("models/three");
    assertThat(sheet().audit().misnamed()).isEmpty();
  }

  @Test
  void teachersWithoutADecidedJudgementStandAsNotJudged() {
    judge("one.jsonl", "judge", "base", "one", 0, 2.0);
    judge("two.jsonl", "judge", "base", "two", 0, null);

    assertThat(sheet().notJudged()).containsExactly("models/two", "models/three");
    Duel undecided = sheet().tables().getFirst().duels().getLast();
    assertThat(undecided.winRate()).isNull();
    assertThat(undecided.strength()).isNull();
    assertThat(undecided.tally()).isEqualTo(new Tally(0, 0, 0, 1));
  }

  @Test
  void aFileThatJudgesAnotherModelThanItsNameSaysIsTold() {
    judge("one.jsonl", "judge", "base", "stranger", 0, 2.0);
    judge("two.jsonl", "judge", "base", "two", 0, 2.0);
    judge("all.jsonl", "judge", "base", "two", 1, 2.0);
    judge("all.jsonl", "judge", "base", "three", 1, 2.0);

    assertThat(sheet().audit().misnamed())
        .containsExactly("files/one.jsonl judges 'stranger', not 'one' as its name says");
  }

  @Test
  void oneFileOfAnyNameIsNoMisnamedFile() {
    judge("annotations.jsonl", "judge", "base", "two", 0, 2.0);

    assertThat(sheet().audit().misnamed()).isEmpty();
  }

  @Test
  void whoAlwaysWinsHasNoStrengthAndAnOpenIntervalIsInfinite() {
    judge("one.jsonl", "judge", "base", "one", 0, 2.0);
    judge("one.jsonl", "judge", "base", "one", 1, 2.0);
    judge("two.jsonl", "judge", "base", "two", 0, 2.0);
    judge("two.jsonl", "judge", "base", "two", 1, 1.0);

    List<Duel> duels = sheet().tables().getFirst().duels();

    assertThat(duels.getFirst().strength()).isNull();
    assertThat(known(duels.getLast().strength()).high()).isInfinite();
  }

  @Test
  void strengthsAreThoseOfTheLikelihoodsMaximum() {
    Random random = new Random(3);
    int prompts = 60;
    double[][] wins = new double[4][4];
    List<String> teachers = List.of("a", "b", "c");
    List<String> asked = IntStream.range(0, prompts).mapToObj(i -> "p" + i).toList();
    Preferences judged = new Preferences(teachers, Names.of(teachers, Map.of()), asked, Scale.ALPACA_EVAL);
    for (int t = 0; t < 3; t++) {
      for (int p = 0; p < prompts; p++) {
        double share = random.nextDouble() * (t + 1) / 3;
        wins[t + 1][0] += share;
        wins[0][t + 1] += 1 - share;
        judged.add(new Judgement(Path.of("f"), "judge", "base", teachers.get(t), asked.get(p), 1 + share));
      }
    }
    Fit fit = BradleyTerry.fit(wins);
    double[] fitted = fit instanceof Fit.Maximum(dev.retort.measure.statistics.Strengths strengths)
        ? strengths.all()
        : new double[0];

    for (Duel duel : judged.sheet(Resamples.of(prompts, 200, 1), 0).tables().getFirst().duels()) {
      int player = teachers.indexOf(duel.teacher()) + 1;
      assertThat(known(duel.strength()).value()).isCloseTo(fitted[player] - fitted[0], within(1e-6));
    }
  }

  /// The negative control: judgements dealt out by chance tell nobody apart, true ones do.
  @Test
  void shuffledJudgementsTellNobodyApart() {
    int prompts = 300;
    List<Double> values = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      for (int p = 0; p < prompts; p++) {
        values.add(p % 10 < 3 + 2 * t ? 2.0 : 1.0);
      }
    }
    assertThat(overlap(strengths(values, prompts))).isFalse();
    Collections.shuffle(values, new Random(11));
    assertThat(overlap(strengths(values, prompts))).isTrue();
  }

  private static List<Measured> strengths(List<Double> values, int prompts) {
    List<String> asked = IntStream.range(0, prompts).mapToObj(i -> "p" + i).toList();
    Preferences judged = new Preferences(TEACHERS, Names.of(TEACHERS, Map.of()), asked, Scale.ALPACA_EVAL);
    for (int i = 0; i < values.size(); i++) {
      judged.add(new Judgement(Path.of("f"), "judge", "base", TEACHERS.get(i / prompts), asked.get(i % prompts),
          values.get(i)));
    }
    Table table = judged.sheet(Resamples.of(prompts, 1000, 5), 0).tables().getFirst();
    return table.duels().stream().map(duel -> known(duel.strength())).toList();
  }

  private static boolean overlap(List<Measured> strengths) {
    double highestLow = strengths.stream().mapToDouble(Measured::low).max().orElseThrow();
    double lowestHigh = strengths.stream().mapToDouble(Measured::high).min().orElseThrow();
    return highestLow <= lowestHigh;
  }

  @Test
  void comparisonsAreOfAllPairsAndCorrected() {
    for (int p = 0; p < PROMPTS.size(); p++) {
      judge("one.jsonl", "judge", "base", "one", p, 2.0);
      judge("two.jsonl", "judge", "base", "two", p, 1.0);
      judge("three.jsonl", "judge", "base", "three", p, p % 2 == 0 ? 1.0 : 2.0);
    }

    List<Comparison> pairs = sheet().tables().getFirst().comparisons();

    assertThat(pairs).hasSize(3);
    // All five prompts point one way: of the 32 assignments of signs, two are as far from 0.
    assertThat(pairs.getFirst().difference().p()).isCloseTo(2.0 / 32, within(1e-12));
    assertThat(pairs.getFirst().adjusted()).isCloseTo(3 * 2.0 / 32, within(1e-12));
    assertThat(Arrays.asList(pairs.getFirst().a(), pairs.getFirst().b())).containsExactly("models/one", "models/two");
  }
}
