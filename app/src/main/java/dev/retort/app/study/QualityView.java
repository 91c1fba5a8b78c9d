package dev.retort.app.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.study.Comparison;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.TeacherStudy;
import dev.retort.study.VerdictSheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One way of saying how good teachers are: a column of scores, judgements against one baseline, or verdicts of a judge.
///
/// @param title as it is shown
/// @param unit what a value is
/// @param neutral the value of a teacher as good as the baseline; null where there is none
/// @param values by teacher's name, best first; teachers without one are absent
/// @param comparisons all pairs
public record QualityView(String title, String unit, @Nullable Double neutral, Map<String, Measured> values,
    List<Comparison> comparisons) {
  private static final double ALPHA = 0.05;

  public QualityView {
    values = new LinkedHashMap<>(values);
    comparisons = List.copyOf(comparisons);
  }

  static List<QualityView> of(TeacherStudy study, UnaryOperator<String> label) {
    List<QualityView> views = new ArrayList<>();
    study.scores().forEach(sheet -> {
      Map<String, Measured> values = new LinkedHashMap<>();
      sheet.lines().forEach(line -> put(line.teacher(), line.mean(), values));
      views.add(new QualityView(sheet.column(), "mean, from step '%s'".formatted(sheet.step()), null, sorted(values),
          sheet.comparisons()));
    });
    PreferenceSheet preferences = study.preferences();
    if (preferences != null) {
      preferences.tables().forEach(table -> views.add(of(table, label)));
    }
    study.verdicts().stream().map(QualityView::of).filter(view -> !view.values().isEmpty()).forEach(views::add);
    return views;
  }

  static QualityView of(PreferenceSheet.Table table, UnaryOperator<String> label) {
    Map<String, Measured> values = new LinkedHashMap<>();
    table.duels().forEach(duel -> put(duel.teacher(), duel.winRate(), values));
    String baseline = label.apply(table.baseline());
    return new QualityView("%s, against %s".formatted(table.annotator(), baseline),
        "win rate against %s in the view of %s".formatted(baseline, table.annotator()), 0.5, sorted(values),
        table.comparisons());
  }

  static QualityView of(VerdictSheet sheet) {
    Map<String, Measured> values = new LinkedHashMap<>();
    sheet.lines().forEach(line -> put(line.teacher(), line.winRate(), values));
    return new QualityView(VerdictWords.title(sheet.by()),
        "win rate over all opponents in the view of %s".formatted(sheet.by().judge()), 0.5, sorted(values),
        sheet.comparisons());
  }

  private static void put(String teacher, @Nullable Measured value, Map<String, Measured> values) {
    if (value != null) {
      values.put(teacher, value);
    }
  }

  private static Map<String, Measured> sorted(Map<String, Measured> values) {
    Map<String, Measured> sorted = new LinkedHashMap<>();
    Comparator<Map.Entry<String, Measured>> byValue = Comparator.comparingDouble(entry -> entry.getValue().value());
    values.entrySet().stream().sorted(byValue.reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /// Teachers that a teacher is told apart from, p below 0.05 by Holm's method over all pairs of this view.
  public long toldApartFrom(String teacher) {
    return comparisons.stream().filter(pair -> pair.a().equals(teacher) || pair.b().equals(teacher))
        .filter(pair -> pair.adjusted() < ALPHA).count();
  }

  /// The comparison with the teacher that stands next below; null for the last one, or where they share no prompt.
  public @Nullable Comparison withNext(String teacher) {
    List<String> order = List.copyOf(values.keySet());
    int at = order.indexOf(teacher);
    return at < 0 || at + 1 == order.size() ? null : between(teacher, order.get(at + 1));
  }

  private @Nullable Comparison between(String one, String other) {
    return comparisons.stream().filter(pair -> pair.a().equals(one) && pair.b().equals(other)
        || pair.a().equals(other) && pair.b().equals(one)).findFirst().orElse(null);
  }
}
