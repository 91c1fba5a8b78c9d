package dev.retort.measure.similarity;

import java.util.Set;

/// Knows the synonyms of words.
@FunctionalInterface
public interface Synonyms {
  /// Knows none.
  Synonyms NONE = word -> Set.of();

  /// Words of the same meanings, in lower case as the word is; it may itself be among them.
  Set<String> of(String word);
}
