package dev.retort.compare;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How many records of the files had what.
///
/// @param taken those with an author, a text and, where it is needed, a prompt
/// @param empty texts of nothing but white space, which are measured as they are
/// @param left why the others were left out, and how many
public record ReadCounts(long files, long records, long taken, long empty, Map<String, Long> left) {
  public ReadCounts {
    left = Collections.unmodifiableMap(new TreeMap<>(left));
  }
}
