package dev.retort.study;

import dev.retort.measure.statistics.Resamples;
import dev.retort.recipe.PreferenceFiles.Scale;
import dev.retort.study.Duel.Tally;
import dev.retort.study.PreferenceSheet.Audit;
import dev.retort.study.PreferenceSheet.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers pairwise judgements of a study's teachers and prompts as they go by.
///
/// Judgements are kept apart by annotator and baseline: a win against a weak baseline is not a win against a strong one.
public final class Preferences {
  private final Names names;
  private final Scale scale;
  private final List<String> teachers;
  private final Map<String, Integer> prompts = new HashMap<>();
  private final int places;
  private final TreeMap<Against, Map<String, Judged>> groups = new TreeMap<>();
  private final FileNames fileNames;
  private final Map<String, Long> left = new TreeMap<>();
  private long rows;
  private long used;

  /// @param teachers in the order they stand in
  /// @param asked the prompts' texts, one a place
  public Preferences(List<String> teachers, Names names, List<String> asked, Scale scale) {
    this.teachers = List.copyOf(teachers);
    this.names = names;
    this.scale = scale;
    this.fileNames = new FileNames(names);
    this.places = asked.size();
    for (int i = 0; i < places; i++) {
      prompts.putIfAbsent(asked.get(i), i);
    }
  }

  private record Against(String annotator, String baseline) implements Comparable<Against> {
    @Override
    public int compareTo(Against other) {
      return Comparator.comparing(Against::annotator).thenComparing(Against::baseline).compare(this, other);
    }
  }

  /// One teacher's judgements by prompt.
  private static final class Judged {
    private final double[] shares;
    private final boolean[] seen;
    private Tally tally = new Tally(0, 0, 0, 0);

    Judged(int prompts) {
      this.shares = new double[prompts];
      this.seen = new boolean[prompts];
      Arrays.fill(shares, Double.NaN);
    }
  }

  /// Takes a judgement, or counts why it cannot be used.
  public void add(Judgement judgement) {
    rows++;
    fileNames.saw(judgement);
    String why = unusable(judgement);
    if (why == null) {
      used++;
    } else {
      left.merge(why, 1L, Long::sum);
    }
  }

  private @Nullable String unusable(Judgement judgement) {
    String teacher = names.teacher(judgement.b());
    if (teacher == null || !teachers.contains(teacher)) {
      return "of a model that is no teacher of this study";
    }
    Integer prompt = prompts.get(judgement.prompt());
    if (prompt == null) {
      return "of a prompt that is not among those looked at";
    }
    Double value = judgement.value();
    double share = value == null ? Double.NaN : scale.share(value);
    if (share < 0 || share > 1) {
      return "with a value outside of the range";
    }
    String baseline = names.teacher(judgement.a());
    Judged judged = groups
        .computeIfAbsent(new Against(judgement.annotator(), baseline == null ? judgement.a() : baseline),
            _ -> new LinkedHashMap<>())
        .computeIfAbsent(teacher, _ -> new Judged(places));
    if (judged.seen[prompt]) {
      return "of a pair and prompt that the annotator judged before";
    }
    judged.seen[prompt] = true;
    judged.shares[prompt] = share;
    judged.tally = judged.tally.plus(tally(share));
    return null;
  }

  private static Tally tally(double share) {
    return Double.isNaN(share)
        ? new Tally(0, 0, 0, 1)
        : share > 0.5 ? new Tally(1, 0, 0, 0) : share < 0.5 ? new Tally(0, 1, 0, 0) : new Tally(0, 0, 1, 0);
  }

  /// Win rates, strengths and comparisons.
  /// @param broken rows that were no judgement
  public PreferenceSheet sheet(Resamples resamples, long broken) {
    if (broken > 0) {
      left.put("that cannot be read as a judgement", broken);
    }
    List<Table> tables = new ArrayList<>();
    Set<String> judged = new LinkedHashSet<>();
    groups.forEach((against, group) -> {
      Table table = table(against, group, resamples);
      table.duels().stream().filter(duel -> duel.winRate() != null).forEach(duel -> judged.add(duel.teacher()));
      tables.add(table);
    });
    List<String> notJudged = teachers.stream().filter(teacher -> !judged.contains(teacher)).toList();
    return new PreferenceSheet(tables, notJudged,
        new Audit(fileNames.files(), rows + broken, used, left, fileNames.misnamed()));
  }

  private Table table(Against against, Map<String, Judged> group, Resamples resamples) {
    List<String> contenders = new ArrayList<>(group.keySet());
    double[][] shares = contenders.stream().map(name -> judged(group, name).shares).toArray(double[][]::new);
    List<Duel> duels = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Judged judged = judged(group, contenders.get(i));
      duels.add(new Duel(contenders.get(i), judged.tally, resamples.meanIfAny(shares[i]).orElse(null), null));
    }
    boolean known = teachers.contains(against.baseline());
    List<Duel> strong = StarStrengths.of(against.baseline(), duels);
    Comparator<Duel> byRate = Comparator.comparingDouble(duel -> duel.winRate() == null ? -1 : duel.winRate().value());
    return new Table(against.annotator(), against.baseline(), known,
        strong.stream().sorted(byRate.reversed().thenComparing(Duel::teacher)).toList(),
        Comparisons.of(contenders, shares, resamples));
  }

  private static Judged judged(Map<String, Judged> group, String name) {
    Judged judged = group.get(name);
    if (judged == null) {
      throw new IllegalStateException("no judgements of " + name);
    }
    return judged;
  }
}
