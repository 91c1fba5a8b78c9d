package dev.retort.compare;

import dev.retort.measure.diversity.Reading;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured of the texts of each author.
///
/// @param settings of each measure what a reader of the numbers must know, by name
/// @param groups by author
public record GroupReport(ReadCounts read, Map<String, Map<String, Object>> settings, List<Group> groups) {
  public GroupReport {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    groups = List.copyOf(groups);
  }

  /// The same of some measures only.
  public GroupReport only(List<String> names) {
    Map<String, Map<String, Object>> some = new LinkedHashMap<>(settings);
    some.keySet().retainAll(names);
    return new GroupReport(read, some, groups.stream().map(group -> new Group(group.author, group.texts, group.beyond,
        group.entries.stream().filter(entry -> names.contains(entry.measure)).toList())).toList());
  }

  /// One author.
  ///
  /// @param texts how many were measured
  /// @param beyond how many were not drawn
  /// @param entries one for each measure, in the order of the settings
  public record Group(String author, int texts, long beyond, List<Entry> entries) {
    public Group {
      entries = List.copyOf(entries);
    }
  }

  /// What one measure says of one author.
  public record Entry(String measure, Reading reading) {}
}
