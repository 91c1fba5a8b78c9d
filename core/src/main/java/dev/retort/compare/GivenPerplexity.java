package dev.retort.compare;

import dev.retort.compare.GroupReport.Entry;
import dev.retort.measure.diversity.DiversityOptions;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.diversity.TeacherPerplexity;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The perplexity of groups of texts under each teacher that told log-probabilities of some.
///
/// @param teachers their names, empty for those of whom no record says who they are
record GivenPerplexity(List<String> teachers, DiversityOptions options) {
  /// What `--measures` calls all of them.
  static final String NAME = "perplexity_teacher";

  GivenPerplexity {
    teachers = List.copyOf(teachers);
  }

  /// @param columns where log-probabilities were looked for; null where they were not
  static GivenPerplexity of(List<TextGroup> groups, LogProbs.@Nullable InColumns columns, DiversityOptions options) {
    SortedSet<String> teachers = new TreeSet<>();
    for (TextGroup group : groups) {
      for (LogProbs one : group.logProbs()) {
        if (one != null) {
          teachers.add(one.teacher());
        }
      }
    }
    if (teachers.isEmpty() && columns != null && columns.named()) {
      teachers.add("");
    }
    return new GivenPerplexity(List.copyOf(teachers), options);
  }

  /// What a teacher's is called: teachers may have any name, so the built-in model's cannot be mistaken for one.
  static String name(String teacher) {
    return teacher.isEmpty() ? NAME : NAME + ":" + teacher;
  }

  /// One for each teacher, in order.
  List<Entry> entries(TextGroup group) {
    List<Entry> entries = new ArrayList<>();
    for (String teacher : teachers) {
      entries.add(new Entry(name(teacher), reading(group, teacher)));
    }
    return entries;
  }

  private Reading reading(TextGroup group, String teacher) {
    List<LogProbs> told = new ArrayList<>();
    for (LogProbs one : group.logProbs()) {
      if (one != null && one.teacher().equals(teacher)) {
        told.add(one);
      }
    }
    return TeacherPerplexity.of(told.stream().mapToDouble(LogProbs::sum).toArray(),
        told.stream().mapToLong(LogProbs::tokens).toArray(), group.texts().size() - told.size(), options);
  }
}
