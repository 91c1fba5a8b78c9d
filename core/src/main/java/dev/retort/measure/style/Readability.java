package dev.retort.measure.style;

import dev.retort.text.PunktSentences;
import java.util.List;
import java.util.Locale;

/// How easy English prose is to read, by the formulas of Flesch and Kincaid.
///
/// Reading ease = 206.835 - 1.015 words / sentences - 84.6 syllables / words; grade = 0.39 words / sentences + 11.8
/// syllables / words - 15.59. Words hold a letter from a to z; a paragraph, heading or table cell ends a sentence.
///
/// Source: Flesch, A new readability yardstick, 1948; Kincaid et al., Navy report 8-75, 1975.
///
/// @param words 0 where there is nothing to measure
record Readability(long words, long sentences, long syllables) {

  static Readability of(List<String> blocks, PunktSentences punkt) {
    long words = 0;
    long sentences = 0;
    long syllables = 0;
    for (String block : blocks) {
      for (String sentence : punkt.sentences(block)) {
        long before = words;
        for (String word : ProseWords.of(sentence)) {
          if (latin(word)) {
            words++;
            syllables += syllables(word);
          }
        }
        sentences += words > before ? 1 : 0;
      }
    }
    return new Readability(words, sentences, syllables);
  }

  /// NaN where there are no words.
  double ease() {
    return words == 0 ? Double.NaN : 206.835 - 1.015 * words / sentences - 84.6 * syllables / words;
  }

  /// NaN where there are no words.
  double grade() {
    return words == 0 ? Double.NaN : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
  }

  private static boolean latin(String word) {
    return word.chars().anyMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
  }

  /// Runs of the vowels `aeiouy`, without a silent `e` at the end (`le` after a consonant is heard, and so is a `e` that
  /// stands alone); at least one. Wrong for some words, as any rule without a dictionary is.
  static int syllables(String word) {
    String small = word.toLowerCase(Locale.ROOT);
    int runs = 0;
    boolean inRun = false;
    for (int i = 0; i < small.length(); i++) {
      boolean vowel = vowel(small.charAt(i));
      runs += vowel && !inRun ? 1 : 0;
      inRun = vowel;
    }
    int end = small.length();
    boolean finalE = small.endsWith("e") && end > 1 && !vowel(small.charAt(end - 2));
    boolean heard = small.endsWith("le") && end > 2 && !vowel(small.charAt(end - 3));
    return Math.max(1, finalE && !heard ? runs - 1 : runs);
  }

  private static boolean vowel(char c) {
    return "aeiouy".indexOf(c) >= 0;
  }
}
