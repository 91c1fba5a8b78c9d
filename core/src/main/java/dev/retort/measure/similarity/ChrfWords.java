package dev.retort.measure.similarity;

import dev.retort.text.PythonWords;
import java.util.ArrayList;
import java.util.List;

/// Cuts texts into the words of chrF++: at white space, with one mark of ASCII punctuation cut off at the end or else the
/// start.
final class ChrfWords {

  private ChrfWords() {}

  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : new PythonWords().words(text)) {
      add(word, words);
    }
    return words;
  }

  private static void add(String word, List<String> words) {
    int last = word.length() - 1;
    if (last > 0 && mark(word.charAt(last))) {
      words.add(word.substring(0, last));
      words.add(word.substring(last));
    } else if (last > 0 && mark(word.charAt(0))) {
      words.add(word.substring(0, 1));
      words.add(word.substring(1));
    } else {
      words.add(word);
    }
  }

  private static boolean mark(char c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
  }
}
