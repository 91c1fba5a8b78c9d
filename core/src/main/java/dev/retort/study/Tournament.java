package dev.retort.study;

import dev.retort.measure.statistics.BradleyTerry.Fit;
import dev.retort.measure.statistics.Game;
import dev.retort.measure.statistics.Measured;
import dev.retort.measure.statistics.Ranking;
import dev.retort.measure.statistics.Resamples;
import dev.retort.study.Verdict.Outcome;
import dev.retort.study.VerdictSheet.Audit;
import dev.retort.study.VerdictSheet.By;
import dev.retort.study.VerdictSheet.Line;
import dev.retort.study.VerdictSheet.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gathers the verdicts of one judge in one step as they go by.
///
/// A verdict that contradicts itself between the two orders, or could not be read, counts in tallies and in nothing else.
/// All verdicts on a prompt are drawn together, for they are not independent: those of a ranking least of all.
///
/// Cost: a reference a verdict, kept; each resample goes through all verdicts.
public final class Tournament {
  private final List<String> teachers;
  private final Names names;
  private final Contender[] contenders;
  private final List<List<Game>> games = new ArrayList<>();
  private final Map<Game, Game> known = new HashMap<>();
  private final Map<String, Long> left = new TreeMap<>();
  private final Map<String, Long> without = new TreeMap<>();
  private long rows;
  private long pairs;
  private long used;

  /// @param prompts how many are looked at
  public Tournament(List<String> teachers, Names names, int prompts) {
    this.teachers = List.copyOf(teachers);
    this.names = names;
    this.contenders = teachers.stream().map(_ -> new Contender(prompts)).toArray(Contender[]::new);
    for (int p = 0; p < prompts; p++) {
      games.add(new ArrayList<>(0));
    }
  }

  /// Takes what a row of the step's table says: one verdict, or one for each two answers of a ranking.
  public void row(List<Verdict> verdicts) {
    rows++;
    verdicts.forEach(this::add);
  }

  /// Counts a unit that gave no row.
  public void none(String why) {
    without.merge(why, 1L, Long::sum);
  }

  private void add(Verdict verdict) {
    pairs++;
    int a = teacher(verdict.a());
    int b = teacher(verdict.b());
    String why = unusable(verdict, a, b);
    if (why != null) {
      left.merge(why, 1L, Long::sum);
      return;
    }
    used++;
    contenders[a].count(verdict.outcome(), Outcome.A, verdict.place());
    contenders[b].count(verdict.outcome(), Outcome.B, verdict.place());
    Double score = switch (verdict.outcome()) {
      case A -> 1.0;
      case B -> 0.0;
      case TIE -> 0.5;
      case INCONSISTENT, UNDECIDED -> null;
    };
    if (score != null) {
      Game game = new Game(a, b, score);
      games.get(verdict.place()).add(known.computeIfAbsent(game, same -> same));
    }
  }

  private int teacher(@Nullable String name) {
    String teacher = name == null ? null : names.teacher(name);
    return teacher == null ? -1 : teachers.indexOf(teacher);
  }

  private static @Nullable String unusable(Verdict verdict, int a, int b) {
    if (verdict.a() == null || verdict.b() == null) {
      return "of an answer that no teacher is named for";
    }
    if (a < 0 || b < 0) {
      return "of a model that is no teacher of this study";
    }
    if (a == b) {
      return "between two answers of one teacher";
    }
    return verdict.place() < 0 ? "of a prompt that is not among those looked at" : null;
  }

  /// Win rates, strengths and comparisons.
  public VerdictSheet sheet(By by, Resamples resamples) {
    List<Integer> players = IntStream.range(0, teachers.size()).filter(i -> contenders[i].tally().decided() > 0)
        .boxed().toList();
    Ranking ranking = players.isEmpty() ? null : Ranking.of(renumbered(players), players.size(), resamples);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < teachers.size(); i++) {
      Contender contender = contenders[i];
      if (contender.tally().all() > 0) {
        lines.add(new Line(teachers.get(i), contender.tally(), contender.winRate(resamples),
            strength(ranking, players.indexOf(i))));
      }
    }
    Comparator<Line> byRate = Comparator.comparingDouble(line -> line.winRate() == null ? -1 : line.winRate().value());
    lines.sort(byRate.reversed().thenComparing(Line::teacher));
    double[][] shares = players.stream().map(i -> contenders[i].shares()).toArray(double[][]::new);
    List<String> met = players.stream().map(teachers::get).toList();
    return new VerdictSheet(by, lines, Comparisons.of(met, shares, resamples), standing(ranking, met),
        new Audit(rows, pairs, used, left, without));
  }

  /// The games with players numbered without those that have none.
  private List<List<Game>> renumbered(List<Integer> players) {
    Map<Game, Game> renumbered = new HashMap<>();
    known.keySet().forEach(game -> renumbered.put(game,
        new Game(players.indexOf(game.first()), players.indexOf(game.second()), game.score())));
    return games.stream().map(ofPrompt -> ofPrompt.stream().map(game -> renumbered.getOrDefault(game, game)).toList())
        .toList();
  }

  private static @Nullable Measured strength(@Nullable Ranking ranking, int player) {
    return ranking == null || player < 0 || ranking.strengths().isEmpty() ? null : ranking.strengths().get(player);
  }

  private static Standing standing(@Nullable Ranking ranking, List<String> players) {
    return ranking == null ? new Standing.None() : switch (ranking.fit()) {
      case Fit.Maximum _ -> new Standing.Bounded(ranking.withoutMaximum());
      case Fit.NoMaximum fit -> new Standing.Unbounded(named(fit.tiers(), players));
      case Fit.Disconnected fit -> new Standing.Apart(named(fit.groups(), players));
    };
  }

  private static List<List<String>> named(List<List<Integer>> groups, List<String> players) {
    return groups.stream().map(group -> group.stream().map(players::get).toList()).toList();
  }
}
