package dev.retort.text;

/// White space as Python's `str.split()`, `strip()` and `isspace()` know it.
///
/// Java's own notions differ: `Character.isWhitespace` leaves out the non-breaking spaces and U+0085, `strip()` too.
public final class PythonSpace {

  private PythonSpace() {}

  public static boolean is(int c) {
    if (c < 0x80) {
      return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f;
    }
    return c == 0x85 || c == 0xa0 || c == 0x1680 || c >= 0x2000 && c <= 0x200a || c == 0x2028 || c == 0x2029
        || c == 0x202f || c == 0x205f || c == 0x3000;
  }

  /// The text without white space at its end, as `rstrip()`.
  public static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /// The text without white space at both ends, as `strip()`.
  public static String strip(String text) {
    int start = 0;
    while (start < text.length() && is(text.charAt(start))) {
      start++;
    }
    return stripEnd(text.substring(start));
  }
}
