package dev.retort.measure.style;

import java.util.ArrayList;
import java.util.List;

/// Words as a reader counts them: letters and digits, with apostrophes and hyphens inside.
final class ProseWords {

  private ProseWords() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean inside = letter(c) || start >= 0 && joins(c) && next < text.length() && letter(text.codePointAt(next));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      }
      i = next;
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static boolean letter(int c) {
    int kind = Character.getType(c);
    return Character.isLetterOrDigit(c) || kind == Character.NON_SPACING_MARK
        || kind == Character.COMBINING_SPACING_MARK;
  }

  private static boolean joins(int c) {
    return c == '\'' || c == '\u2019' || c == '-';
  }
}
