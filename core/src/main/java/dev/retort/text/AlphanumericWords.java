package dev.retort.text;

import java.util.ArrayList;
import java.util.List;

/// Words of two or more letters, digits or underscores, as scikit-learn's `(?u)\b\w\w+\b` finds them; case is kept.
///
/// What counts is what Python's `\w` counts: letters and numbers of any script, but no combining marks.
public final class AlphanumericWords implements WordSplitter {

  @Override
  public List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    int length = 0;
    for (int at = 0; at < text.length();) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (isWord(point)) {
        start = length++ == 0 ? at : start;
      } else {
        add(words, text, start, at, length);
        length = 0;
      }
      at = next;
    }
    add(words, text, start, text.length(), length);
    return words;
  }

  private static void add(List<String> words, String text, int start, int end, int length) {
    if (length >= 2) {
      words.add(text.substring(start, end));
    }
  }

  private static boolean isWord(int point) {
    return Character.isLetterOrDigit(point) || point == '_' || Character.getType(point) == Character.LETTER_NUMBER
        || Character.getType(point) == Character.OTHER_NUMBER;
  }
}
