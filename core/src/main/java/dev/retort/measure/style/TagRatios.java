package dev.retort.measure.style;

import java.util.List;
import java.util.OptionalDouble;

/// How often a student uses each mark, for each time its teacher does.
///
/// @param ratios of every feature, in order
public record TagRatios(List<Ratio> ratios) {

  /// @param student mean count in a text
  /// @param teacher mean count in a text
  public record Ratio(String feature, double student, double teacher) {

    /// Student by teacher; empty when the teacher never uses it, whether or not the student does.
    public OptionalDouble value() {
      return teacher > 0 ? OptionalDouble.of(student / teacher) : OptionalDouble.empty();
    }

    /// 0 when both use it alike, 1 when only one uses it: |s - t| / (s + t). Empty when neither does.
    public OptionalDouble gap() {
      double both = student + teacher;
      return both > 0 ? OptionalDouble.of(Math.abs(student - teacher) / both) : OptionalDouble.empty();
    }
  }

  public TagRatios {
    ratios = List.copyOf(ratios);
  }

  /// The mean of the ratios that are defined.
  public OptionalDouble mean() {
    return ratios.stream().map(Ratio::value).flatMapToDouble(OptionalDouble::stream).average();
  }

  /// The mean gap of the features that either uses.
  public OptionalDouble gap() {
    return ratios.stream().map(Ratio::gap).flatMapToDouble(OptionalDouble::stream).average();
  }

  /// How many ratios are left out of the mean because the teacher never uses the mark.
  public long undefined() {
    return ratios.stream().filter(ratio -> ratio.value().isEmpty()).count();
  }

  /// How many of the undefined ones the student does use.
  public long onlyStudent() {
    return ratios.stream().filter(ratio -> ratio.teacher == 0 && ratio.student > 0).count();
  }

  /// How many ratios are 0, which count in the mean: the teacher uses the mark, the student never.
  public long onlyTeacher() {
    return ratios.stream().filter(ratio -> ratio.teacher > 0 && ratio.student == 0).count();
  }
}
