package dev.retort.app.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.study.ProfileSheet;
import dev.retort.study.SimilaritySheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The spider plot: several qualities of each teacher at once, on scales from the lowest teacher to the highest.
///
/// Only teachers that have a value on every axis are in it, since a missing one would look like a bad one; and only axes on which
/// teachers differ.
///
/// @param axes in order
/// @param lines best first by the first axis
public record Radar(List<Axis> axes, List<Line> lines) {
  private static final int LEAST_AXES = 3;
  private static final int QUALITIES = 2;

  public Radar {
    axes = List.copyOf(axes);
    lines = List.copyOf(lines);
  }

  /// @param low the lowest value among the teachers shown
  /// @param high the highest
  public record Axis(String name, double low, double high) {
    double scaled(double value) {
      return high > low ? (value - low) / (high - low) : 0.5;
    }
  }

  /// @param values one an axis
  public record Line(String label, List<Double> values) {
    public Line {
      values = List.copyOf(values);
    }
  }

  private record Wanted(String name, Function<TeacherLine, @Nullable Double> value) {}

  /// Empty where fewer than three axes or two teachers can be shown.
  public static Radar of(StudyData data) {
    return of(data, wanted(data));
  }

  private static Radar of(StudyData data, List<Wanted> wanted) {
    List<Line> lines = new ArrayList<>();
    for (TeacherLine teacher : data.teachers()) {
      List<Double> values = new ArrayList<>();
      for (Wanted axis : wanted) {
        Double value = axis.value().apply(teacher);
        if (value != null) {
          values.add(value);
        }
      }
      if (values.size() == wanted.size()) {
        lines.add(new Line(teacher.label(), values));
      }
    }
    if (wanted.size() < LEAST_AXES || lines.size() < 2) {
      return new Radar(List.of(), List.of());
    }
    lines.sort((one, other) -> Double.compare(other.values().getFirst(), one.values().getFirst()));
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      int axis = i;
      axes.add(new Axis(wanted.get(i).name(), lines.stream().mapToDouble(line -> line.values().get(axis)).min().orElse(0),
          lines.stream().mapToDouble(line -> line.values().get(axis)).max().orElse(1)));
    }
    List<Wanted> telling = new ArrayList<>(wanted);
    telling.removeIf(axis -> axes.get(wanted.indexOf(axis)).high() <= axes.get(wanted.indexOf(axis)).low());
    return telling.size() < wanted.size() ? of(data, telling) : new Radar(axes, lines);
  }

  private static List<Wanted> wanted(StudyData data) {
    List<Wanted> wanted = new ArrayList<>();
    List<QualityView> widest = data.quality().stream()
        .sorted((one, other) -> other.values().size() - one.values().size()).toList();
    widest.stream().filter(view -> view.values().keySet().equals(widest.getFirst().values().keySet())).limit(QUALITIES)
        .forEach(view -> wanted.add(new Wanted(view.title(), line -> value(view.values(), line.name()))));
    SimilaritySheet similarity = data.study().similarity();
    if (similarity != null) {
      wanted.add(new Wanted("unlike the others", line -> similarity.consensus().stream()
          .filter(one -> one.teacher().equals(line.name())).map(one -> 1 - one.mean().value()).findFirst()
          .orElse(null)));
    }
    profile(data.study().diversity(), wanted);
    wanted.add(new Wanted("answers that came whole", TeacherLine::complete));
    if (data.teachers().stream().anyMatch(line -> line.sheet().speed() != null)) {
      wanted.add(new Wanted("tokens per second",
          line -> line.sheet().speed() == null ? null : line.sheet().speed().tokensPerSecond()));
    }
    return wanted;
  }

  /// The first measures of diversity stand for all of them.
  private static void profile(ProfileSheet sheet, List<Wanted> wanted) {
    for (int i = 0; i < Math.min(2, sheet.measures().size()); i++) {
      int measure = i;
      wanted.add(new Wanted(sheet.measures().get(i).name(), line -> sheet.lines().stream()
          .filter(one -> one.teacher().equals(line.name())).map(one -> one.values().get(measure))
          .filter(value -> value != null).map(Measured::value).findFirst().orElse(null)));
    }
  }

  private static @Nullable Double value(Map<String, Measured> values, String teacher) {
    Measured value = values.get(teacher);
    return value == null ? null : value.value();
  }
}
