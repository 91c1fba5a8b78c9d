package dev.retort.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.retort.measure.statistics.BradleyTerry;
import dev.retort.measure.statistics.BradleyTerry.Fit;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Resamples;
import dev.retort.measure.statistics.Strengths;
import dev.retort.study.Verdict.Outcome;
import dev.retort.study.VerdictSheet.By;
import dev.retort.study.VerdictSheet.Line;
import dev.retort.study.VerdictSheet.Standing;
import dev.retort.study.VerdictSheet.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TournamentTest {
  private static final List<String> TEACHERS = List.of("models/one", "models/two", "models/three", "models/four");
  private static final By BY = new By("compare", "judge", false, false);

  private static Tournament tournament(int prompts) {
    return new Tournament(TEACHERS, Names.of(TEACHERS, Map.of()), prompts);
  }

  private static Verdict verdict(int place, int a, int b, Outcome outcome) {
    return new Verdict(place, TEACHERS.get(a), TEACHERS.get(b), outcome);
  }

  private static VerdictSheet sheet(int prompts, List<Verdict> verdicts) {
    Tournament tournament = tournament(prompts);
    verdicts.forEach(verdict -> tournament.row(List.of(verdict)));
    return tournament.sheet(BY, Resamples.of(prompts, 1000, 7));
  }

  private static Line line(VerdictSheet sheet, int teacher) {
    return sheet.lines().stream().filter(line -> line.teacher().equals(TEACHERS.get(teacher))).findFirst()
        .orElseThrow();
  }

  private static Measured known(@Nullable Measured measured) {
    return Objects.requireNonNull(measured);
  }

  private static final List<Verdict> BY_HAND = List.of(verdict(0, 0, 1, Outcome.A), verdict(0, 0, 2, Outcome.A),
      verdict(0, 1, 2, Outcome.TIE), verdict(1, 0, 1, Outcome.B), verdict(1, 0, 2, Outcome.INCONSISTENT),
      verdict(1, 1, 2, Outcome.A), verdict(2, 0, 1, Outcome.UNDECIDED), verdict(2, 2, 0, Outcome.B));

  @Test
  void winRatesOverAllOpponentsEqualAHandCount() {
    VerdictSheet sheet = sheet(3, BY_HAND);

    assertThat(sheet.lines()).extracting(Line::teacher).containsExactly("models/one", "models/two", "models/three");
    assertThat(sheet.lines()).extracting(Line::tally).containsExactly(new Tally(3, 1, 0, 1, 1),
        new Tally(2, 1, 1, 0, 1), new Tally(0, 3, 1, 1, 0));
    assertThat(sheet.lines()).extracting(line -> known(line.winRate()).value()).containsExactly(3 / 4.0, 2.5 / 4,
        0.5 / 4);
    assertThat(sheet.lines()).allSatisfy(line -> assertThat(known(line.winRate()).sample()).isEqualTo(4));
  }

  @Test
  void strengthsAreThoseOfTheLikelihoodsMaximumOverTheWholeGraph() {
    double[][] wins = {{0, 1, 2}, {1, 0, 1.5}, {0, 0.5, 0}};
    VerdictSheet sheet = sheet(3, BY_HAND);

    assertThat(sheet.standing()).isInstanceOf(Standing.Bounded.class);
    double[] fitted = BradleyTerry.fit(wins) instanceof Fit.Maximum(Strengths strengths)
        ? strengths.all()
        : new double[0];
    assertThat(fitted).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(known(line(sheet, i).strength()).value()).isCloseTo(fitted[i], within(1e-9));
    }
  }

  @Test
  void ofTwoTeachersTheStrengthsDifferByTheLogitOfTheWinRate() {
    List<Verdict> verdicts = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      verdicts.add(verdict(p, 0, 1, p == 3 ? Outcome.B : Outcome.A));
    }
    VerdictSheet sheet = sheet(4, verdicts);

    assertThat(known(line(sheet, 0).strength()).value()).isCloseTo(Math.log(3) / 2, within(1e-9));
    assertThat(known(line(sheet, 1).strength()).value()).isCloseTo(-Math.log(3) / 2, within(1e-9));
    assertThat(((Standing.Bounded) sheet.standing()).penalised()).isBetween(250, 400); // 0.75^4 + 0.25^4 of 1,000
  }

  @Test
  void whoNeverLostHasAStrengthThatOnlyThePenaltyHolds() {
    VerdictSheet sheet = sheet(2, List.of(verdict(0, 1, 0, Outcome.A), verdict(1, 1, 0, Outcome.A)));

    assertThat(sheet.standing()).isEqualTo(new Standing.Unbounded(List.of(List.of("models/two"),
        List.of("models/one"))));
    assertThat(known(line(sheet, 1).strength()).value()).isPositive().isFinite();
  }

  @Test
  void groupsThatNeverMetHaveNoStrengths() {
    VerdictSheet sheet = sheet(2, List.of(verdict(0, 0, 1, Outcome.A), verdict(1, 2, 3, Outcome.TIE)));

    assertThat(sheet.standing()).isEqualTo(new Standing.Apart(List.of(List.of("models/one", "models/two"),
        List.of("models/three", "models/four"))));
    assertThat(sheet.lines()).allSatisfy(line -> assertThat(line.strength()).isNull());
    assertThat(known(line(sheet, 0).winRate()).value()).isEqualTo(1);
  }

  @Test
  void withoutADecidedVerdictThereIsNoRateAndItIsSaidSo() {
    VerdictSheet sheet = sheet(2, List.of(verdict(0, 0, 1, Outcome.INCONSISTENT), verdict(1, 0, 1,
        Outcome.UNDECIDED)));

    assertThat(sheet.standing()).isEqualTo(new Standing.None());
    assertThat(sheet.comparisons()).isEmpty();
    assertThat(sheet.lines()).hasSize(2).allSatisfy(line -> {
      assertThat(line.winRate()).isNull();
      assertThat(line.tally()).isEqualTo(new Tally(0, 0, 0, 1, 1));
    });
  }

  @Test
  void verdictsOfOnePromptAreDrawnTogether() {
    List<Verdict> once = new ArrayList<>();
    List<Verdict> often = new ArrayList<>();
    for (int p = 0; p < 20; p++) {
      Verdict verdict = verdict(p, 0, 1, p % 3 == 0 ? Outcome.B : Outcome.A);
      once.add(verdict);
      often.addAll(Collections.nCopies(9, verdict));
    }

    Measured few = known(line(sheet(20, once), 0).winRate());
    Measured many = known(line(sheet(20, often), 0).winRate());

    assertThat(many.low()).isCloseTo(few.low(), within(1e-12));
    assertThat(many.high()).isCloseTo(few.high(), within(1e-12));
    assertThat(many.sample()).isEqualTo(9 * few.sample());
  }

  @Test
  void differencesAreOfAllPairsAndCorrected() {
    List<Verdict> verdicts = new ArrayList<>();
    for (int p = 0; p < 5; p++) {
      verdicts.add(verdict(p, 0, 1, Outcome.A));
      verdicts.add(verdict(p, 0, 2, Outcome.A));
      verdicts.add(verdict(p, 1, 2, Outcome.TIE));
    }
    List<Comparison> pairs = sheet(5, verdicts).comparisons();

    assertThat(pairs).hasSize(3);
    // On each prompt one has 2 of 2, two 0.5 of 2: all five point one way, as 2 of the 32 assignments of signs do.
    assertThat(pairs.getFirst().difference().mean().value()).isCloseTo(0.75, within(1e-12));
    assertThat(pairs.getFirst().difference().p()).isCloseTo(2.0 / 32, within(1e-12));
    assertThat(pairs.getFirst().adjusted()).isCloseTo(3 * 2.0 / 32, within(1e-12));
    assertThat(pairs.getLast().difference().p()).isEqualTo(1);
  }

  @Test
  void whatCannotBeUsedIsCountedByReason() {
    Tournament tournament = tournament(2);
    tournament.row(List.of(verdict(0, 0, 0, Outcome.A), new Verdict(0, null, "models/one", Outcome.A)));
    tournament.row(List.of(verdict(-1, 0, 1, Outcome.A), new Verdict(1, "stranger", "models/one", Outcome.B)));
    tournament.none("failed, malformed_reply");

    VerdictSheet.Audit audit = tournament.sheet(BY, Resamples.of(2, 100, 1)).audit();

    assertThat(audit.rows()).isEqualTo(2);
    assertThat(audit.pairs()).isEqualTo(4);
    assertThat(audit.used()).isZero();
    assertThat(audit.left()).containsOnly(Map.entry("between two answers of one teacher", 1L),
        Map.entry("of an answer that no teacher is named for", 1L),
        Map.entry("of a prompt that is not among those looked at", 1L),
        Map.entry("of a model that is no teacher of this study", 1L));
    assertThat(audit.without()).containsOnly(Map.entry("failed, malformed_reply", 1L));
  }

  @Test
  void everyVerdictIsCountedInExactlyOnePlace() {
    Random random = new Random(5);
    Tournament tournament = tournament(30);
    Map<Outcome, Long> said = new EnumMap<>(Outcome.class);
    for (int i = 0; i < 2000; i++) {
      Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
      Verdict verdict = verdict(random.nextInt(-2, 30), random.nextInt(4), random.nextInt(4), outcome);
      tournament.row(List.of(verdict));
      if (verdict.place() >= 0 && !Objects.equals(verdict.a(), verdict.b())) {
        said.merge(outcome, 1L, Long::sum);
      }
    }
    VerdictSheet sheet = tournament.sheet(BY, Resamples.of(30, 50, 1));

    long left = sheet.audit().left().values().stream().mapToLong(count -> count).sum();
    assertThat(sheet.audit().used() + left).isEqualTo(sheet.audit().pairs()).isEqualTo(2000);
    assertThat(sum(sheet, Tally::all)).isEqualTo(2 * sheet.audit().used());
    assertThat(sum(sheet, Tally::won)).isEqualTo(sum(sheet, Tally::lost))
        .isEqualTo(said.getOrDefault(Outcome.A, 0L) + said.getOrDefault(Outcome.B, 0L));
    assertThat(sum(sheet, Tally::tied)).isEqualTo(2 * said.getOrDefault(Outcome.TIE, 0L));
    assertThat(sum(sheet, Tally::inconsistent)).isEqualTo(2 * said.getOrDefault(Outcome.INCONSISTENT, 0L));
    assertThat(sum(sheet, Tally::undecided)).isEqualTo(2 * said.getOrDefault(Outcome.UNDECIDED, 0L));
  }

  private static long sum(VerdictSheet sheet, ToLongFunction<Tally> part) {
    return sheet.lines().stream().map(Line::tally).mapToLong(part).sum();
  }

  /// The negative control: the same verdicts dealt out by chance tell nobody apart.
  @Test
  void shuffledVerdictsTellNobodyApart() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 6 * 100; i++) {
      int prompt = i / 6;
      outcomes.add(prompt % 4 == 0 ? Outcome.B : Outcome.A);
    }
    assertThat(apart(outcomes)).isPositive();
    Collections.shuffle(outcomes, new Random(3));
    List<Outcome> balanced = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      balanced.add(i % 2 == 0 ? outcomes.get(i) : swapped(outcomes.get(i)));
    }
    Collections.shuffle(balanced, new Random(4));
    assertThat(apart(balanced)).isZero();
  }

  private static Outcome swapped(Outcome outcome) {
    return outcome == Outcome.A ? Outcome.B : Outcome.A;
  }

  /// How many pairs of teachers are told apart when the six pairs of each prompt end so.
  private static long apart(List<Outcome> outcomes) {
    List<Verdict> verdicts = new ArrayList<>();
    int next = 0;
    for (int p = 0; p < 100; p++) {
      for (int a = 0; a < 4; a++) {
        for (int b = a + 1; b < 4; b++) {
          verdicts.add(verdict(p, a, b, outcomes.get(next++)));
        }
      }
    }
    return sheet(100, verdicts).comparisons().stream().filter(pair -> pair.adjusted() < 0.05).count();
  }
}
