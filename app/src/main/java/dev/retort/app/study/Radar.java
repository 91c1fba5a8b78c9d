package dev.retort.app.study;

import dev.retort.app.report.TeacherSheet;
import dev.retort.measure.statistics.Measured;
import dev.retort.study.ProfileSheet;
import dev.retort.study.SimilaritySheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The spider plot: several qualities of each teacher at once, each by a teacher's place among all.
///
/// Only teachers that have a value on every axis are in it, since a missing one would look like a bad one; and only axes on which
/// teachers differ.
///
/// @param axes in order
/// @param lines best first by the first axis
public record Radar(List<Axis> axes, List<Line> lines) {
  private static final int LEAST_AXES = 3;
  private static final int QUALITIES = 2;
  /// Measures of diversity of which more is more varied.
  private static final List<String> SPREAD = List.of("distinct_2", "vendi_ngram");

  public Radar {
    axes = List.copyOf(axes);
    lines = List.copyOf(lines);
  }

  /// @param sorted all teachers' values, lowest first
  public record Axis(String name, List<Double> sorted) {
    public Axis {
      sorted = List.copyOf(sorted);
    }

    /// From 0, no teacher is lower, to 1, no teacher is higher; equal ones share their place.
    double place(double value) {
      long below = sorted.stream().filter(one -> one < value).count();
      long equal = sorted.stream().filter(one -> one == value).count();
      return (below + (equal - 1) / 2.0) / (sorted.size() - 1);
    }

    boolean tells() {
      return sorted.getFirst() < sorted.getLast();
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
      axes.add(new Axis(wanted.get(i).name(), lines.stream().map(line -> line.values().get(axis)).sorted().toList()));
    }
    List<Wanted> telling = new ArrayList<>(wanted);
    telling.removeIf(axis -> !axes.get(wanted.indexOf(axis)).tells());
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
    SPREAD.forEach(name -> profile(data.study().diversity(), name, wanted));
    wanted.add(new Wanted("length of answers", line -> {
      TeacherSheet.Spread characters = line.sheet().lengths().characters();
      return characters == null ? null : characters.p50();
    }));
    wanted.add(new Wanted("answers that came whole", TeacherLine::complete));
    if (data.teachers().stream().anyMatch(line -> line.sheet().speed() != null)) {
      wanted.add(new Wanted("tokens per second", line -> {
        TeacherSheet.Speed speed = line.sheet().speed();
        return speed == null ? null : speed.tokensPerSecond();
      }));
    }
    return wanted;
  }

  private static void profile(ProfileSheet sheet, String name, List<Wanted> wanted) {
    int measure = sheet.measures().stream().map(ProfileSheet.Measure::name).toList().indexOf(name);
    if (measure >= 0) {
      wanted.add(new Wanted(name, line -> sheet.lines().stream().filter(one -> one.teacher().equals(line.name()))
          .map(one -> one.values().get(measure)).filter(Objects::nonNull).map(Measured::value).findFirst()
          .orElse(null)));
    }
  }

  private static @Nullable Double value(Map<String, Measured> values, String teacher) {
    Measured value = values.get(teacher);
    return value == null ? null : value.value();
  }
}
