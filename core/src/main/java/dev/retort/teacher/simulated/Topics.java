package dev.retort.teacher.simulated;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what a prompt is about: runs of words that carry meaning.
final class Topics {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}'’-]{1,40}|[^\\p{L}\\p{M}\\p{N}\\s]");
  private static final int LOOKED_AT = 2_000;
  private static final int MOST = 8;
  private static final int LONGEST = 7;
  /// Words that may stand inside a phrase, though not at its ends.
  private static final Set<String> JOINING = Set.of("a", "an", "and", "at", "by", "for", "from", "in", "of", "on",
      "that", "the", "to", "with");
  private static final Set<String> EMPTY = Set.of("a", "about", "above", "after", "again", "all", "also", "am", "an",
      "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "between", "both", "but", "by",
      "can", "could", "create", "describe", "did", "do", "does", "doing", "don't", "during", "each", "explain", "few",
      "find", "for", "from", "generate", "get", "give", "had", "has", "have", "he", "help", "her", "here", "him",
      "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "it's", "its", "just", "know", "let", "like",
      "make", "many", "may", "me", "mean", "more", "most", "much", "must", "my", "need", "no", "not", "now", "of",
      "on", "one", "only", "or", "other", "our", "out", "over", "please", "provide", "same", "say", "shall", "she",
      "should", "show", "so", "some", "such", "take", "tell", "than", "thanks", "that", "the", "their", "them", "then",
      "there", "these", "they", "this", "those", "to", "too", "under", "up", "use", "very", "want", "was", "we",
      "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "write", "yes", "you",
      "your");

  private Topics() {}

  /// One phrase or more, in order, each once; phrases of several words if there are any.
  static List<String> of(String prompt) {
    Set<String> phrases = new LinkedHashSet<>();
    List<String> run = new ArrayList<>();
    Matcher words = WORD.matcher(prompt.substring(0, Math.min(prompt.length(), LOOKED_AT)));
    while (words.find() && phrases.size() < MOST) {
      String word = words.group();
      String small = word.toLowerCase(Locale.ROOT);
      boolean meaning = Character.isLetter(word.codePointAt(0)) && !EMPTY.contains(small);
      if (meaning || !run.isEmpty() && JOINING.contains(small)) {
        run.add(word);
      } else {
        close(run, phrases);
      }
      if (run.size() == LONGEST) {
        close(run, phrases);
      }
    }
    close(run, phrases);
    List<String> longer = phrases.stream().filter(phrase -> phrase.indexOf(' ') > 0).toList();
    return phrases.isEmpty() ? List.of("this subject") : longer.isEmpty() ? List.copyOf(phrases) : longer;
  }

  private static void close(List<String> run, Set<String> phrases) {
    while (!run.isEmpty() && JOINING.contains(run.getLast().toLowerCase(Locale.ROOT))) {
      run.removeLast();
    }
    String phrase = String.join(" ", run);
    run.clear();
    if (phrase.codePointCount(0, phrase.length()) > 2) {
      phrases.add(phrase);
    }
  }
}
