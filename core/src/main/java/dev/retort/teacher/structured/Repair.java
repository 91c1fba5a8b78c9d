package dev.retort.teacher.structured;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What had to be done before an answer could be read.
///
/// @param extracted whether text around it was left out
/// @param fixes how often what was changed
/// @param reasks how often the model was asked again
public record Repair(boolean extracted, Map<Fix, Integer> fixes, int reasks) {
  public static final Repair NONE = new Repair(false, Map.of(), 0);

  public Repair {
    Map<Fix, Integer> sorted = new EnumMap<>(Fix.class);
    sorted.putAll(fixes);
    fixes = Collections.unmodifiableMap(sorted);
  }

  Repair after(int more) {
    return new Repair(extracted, fixes, reasks + more);
  }

  /// One word for a column, the most that was done: empty, `extracted`, `fixed:comment,trailing_comma` or `re-asked`.
  public String word() {
    if (reasks > 0) {
      return "re-asked";
    }
    if (!fixes.isEmpty()) {
      return "fixed:" + fixes.keySet().stream().map(Fix::word).sorted().collect(Collectors.joining(","));
    }
    return extracted ? "extracted" : "";
  }
}
