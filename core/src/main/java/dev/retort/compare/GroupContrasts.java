package dev.retort.compare;

import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Contrast;
import dev.retort.measure.statistics.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every two authors held against each other in each measure, corrected by Holm for the pairs of a measure.
final class GroupContrasts {
  /// With more authors the pairs outgrow what a reader could use.
  static final int MOST_AUTHORS = 50;

  private GroupContrasts() {}

  /// @param holm the p of `contrast`, corrected for the number of pairs in this measure
  record Told(String measure, String a, String b, Contrast contrast, double holm) {}

  private record Pair(String a, String b, Contrast contrast) {}

  /// Nothing where there are more than [#MOST_AUTHORS]; pairs without intervals are left out.
  static List<Told> of(GroupReport report) {
    List<Told> told = new ArrayList<>();
    if (report.groups().size() > MOST_AUTHORS) {
      return told;
    }
    List<String> measures = List.copyOf(report.settings().keySet());
    for (int i = 0; i < measures.size(); i++) {
      List<Pair> pairs = pairs(report.groups(), i);
      double[] holm = MultipleTesting.HOLM.adjust(pairs.stream().mapToDouble(pair -> pair.contrast().p()).toArray());
      for (int j = 0; j < holm.length; j++) {
        Pair pair = pairs.get(j);
        told.add(new Told(measures.get(i), pair.a(), pair.b(), pair.contrast(), holm[j]));
      }
    }
    return told;
  }

  private static List<Pair> pairs(List<Group> groups, int measure) {
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < groups.size(); a++) {
      for (int b = a + 1; b < groups.size(); b++) {
        Group first = groups.get(a);
        Group second = groups.get(b);
        contrast(first, second, measure)
            .ifPresent(contrast -> pairs.add(new Pair(first.author(), second.author(), contrast)));
      }
    }
    return pairs;
  }

  private static Optional<Contrast> contrast(Group a, Group b, int measure) {
    return a.entries().get(measure).reading() instanceof Reading.Taken first
        && b.entries().get(measure).reading() instanceof Reading.Taken second
            ? Contrast.of(first.measured(), second.measured())
            : Optional.empty();
  }
}
