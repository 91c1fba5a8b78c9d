package dev.retort.compare;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How many records of the files had what.
///
/// @param taken those with an author, a text and, where it is needed, a prompt
/// @param empty texts of nothing but white space, which similarity and style measure as they are and diversity leaves out
/// @param left why the others were left out, and how many
public record ReadCounts(long files, long records, long taken, long empty, Map<String, Long> left) {
  public ReadCounts {
    left = Collections.unmodifiableMap(new TreeMap<>(left));
  }

  /// What was left out, in words; empty where nothing was.
  String told() {
    return left.entrySet().stream()
        .map(why -> "%s in %d of %d records".formatted(why.getKey(), why.getValue(), records))
        .collect(Collectors.joining(", "));
  }
}
