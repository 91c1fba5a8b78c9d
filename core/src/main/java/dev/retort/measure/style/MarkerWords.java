package dev.retort.measure.style;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Words that some models use more often than people do, to be counted over many texts.
///
/// A rate says something of a collection, never of one text: people use these words too, and the list ages.
///
/// @param words in small letters; forms count each for itself
public record MarkerWords(Set<String> words) {
  public MarkerWords {
    words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  /// Retort's own list for English, put together by general knowledge and not measured on a corpus.
  public static MarkerWords english() {
    return new MarkerWords(Set.copyOf(Phrases.lines("marker-words.txt")));
  }

  /// How many of the words of a text are on the list.
  int count(List<String> text) {
    int count = 0;
    for (String word : text) {
      count += words.contains(word.toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    return count;
  }
}
