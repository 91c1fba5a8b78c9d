package dev.retort.app.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.study.PreferenceSheet;
import dev.retort.study.ProfileSheet;
import dev.retort.study.SimilaritySheet;
import dev.retort.study.VerdictSheet;
import dev.retort.text.Visible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the study's template asks for: tables laid out, and plots in words.
public final class StudyTables {
  private StudyTables() {}

  /// One teacher against all others.
  public record MatrixRow(String label, List<String> cells) {
    public MatrixRow {
      cells = List.copyOf(cells);
    }
  }

  /// Measures of teachers' own texts, with a plot of its own.
  /// @param id by which its plot is known
  public record Profile(String id, String title, String caption, ProfileSheet sheet) {}

  public static QualityView view(StudyData data, String column) {
    return data.quality().stream().filter(view -> view.title().equals(column)).findFirst().orElseThrow();
  }

  public static QualityView view(StudyData data, PreferenceSheet.Table table) {
    return QualityView.of(table, data::label);
  }

  public static QualityView view(VerdictSheet sheet) {
    return QualityView.of(sheet);
  }

  public static String labels(StudyData data, List<String> teachers) {
    return Visible.text(String.join(", ", teachers.stream().map(data::label).toList()));
  }

  public static List<Profile> profiles(StudyData data) {
    List<Profile> profiles = List.of(
        new Profile("diversity", "Diversity", "How varied each teacher's answers to the prompts are among themselves.",
            data.study().diversity()),
        new Profile("style", "Style", "How each teacher writes. None of it says whether an answer is right.",
            data.study().style()));
    return profiles.stream().filter(profile -> !profile.sheet().measures().isEmpty()).toList();
  }

  public static List<MatrixRow> matrix(StudyData data) {
    SimilaritySheet similarity = data.study().similarity();
    List<MatrixRow> rows = new ArrayList<>();
    for (int a = 0; similarity != null && a < similarity.teachers().size(); a++) {
      List<String> cells = new ArrayList<>();
      for (int b = 0; b < similarity.teachers().size(); b++) {
        Measured mean = similarity.between(a, b);
        cells.add(mean == null ? "" : StudyWords.number(mean.value()));
      }
      rows.add(new MatrixRow(Visible.text(data.label(similarity.teachers().get(a))), cells));
    }
    return rows;
  }

  /// Views of quality that have a teacher whose cost is known.
  public static List<QualityView> scatters(StudyData data) {
    return data.quality().stream().filter(view -> !StudyPlots.points(data, view.values()).isEmpty()).toList();
  }

  public static String barsInWords(StudyData data, QualityView view) {
    List<String> order = List.copyOf(view.values().keySet());
    return order.isEmpty()
        ? "No teacher has a value."
        : Visible.text("Bars of %s. Highest: %s. Lowest: %s. Every value is in a table below.".formatted(
            StudyWords.counted(order.size(), "teacher"), data.label(order.getFirst()), data.label(order.getLast())));
  }

  public static String heatInWords(StudyData data) {
    SimilaritySheet similarity = data.study().similarity();
    if (similarity == null) {
      return "";
    }
    List<SimilaritySheet.Pair> known = similarity.pairs().stream().filter(pair -> pair.mean() != null).toList();
    Comparator<SimilaritySheet.Pair> order = Comparator.comparingDouble(StudyTables::value);
    Optional<SimilaritySheet.Pair> most = known.stream().max(order);
    Optional<SimilaritySheet.Pair> least = known.stream().min(order);
    return most.isEmpty() || least.isEmpty()
        ? "No two teachers answered the same prompt."
        : Visible.text("Heat map of %d teachers. Most alike: %s. Least alike: %s. Every value is in the table below."
            .formatted(similarity.teachers().size(), pair(data, similarity, most.get()),
                pair(data, similarity, least.get())));
  }

  private static double value(SimilaritySheet.Pair pair) {
    Measured mean = pair.mean();
    return mean == null ? Double.NaN : mean.value();
  }

  private static String pair(StudyData data, SimilaritySheet similarity, SimilaritySheet.Pair pair) {
    return "%s and %s with %s".formatted(data.label(similarity.teachers().get(pair.a())),
        data.label(similarity.teachers().get(pair.b())), StudyWords.number(value(pair)));
  }

  public static String scatterInWords(StudyData data, QualityView view) {
    List<StudyPlots.Point> points = StudyPlots.points(data, view.values());
    List<String> front = points.stream().filter(StudyPlots.Point::front).map(point -> data.label(point.teacher()))
        .toList();
    return Visible.text("Scatter of %d teachers. On the Pareto front, cheapest first: %s. Values are in the tables."
        .formatted(points.size(), String.join(", ", front)));
  }
}
