package dev.retort.text;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text at white space as Python's `str.split()` does.
///
/// White space is what `str.isspace` of Python 3.11 says: besides blanks and line ends U+001C to U+001F, U+0085, U+00A0,
/// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000. Words are never empty.
public final class PythonWords implements WordSplitter {

  /// The same characters as a class of a regular expression.
  static final String SPACES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

  @Override
  public List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      if (PythonSpace.is(text.charAt(i))) {
        if (start >= 0) {
          words.add(text.substring(start, i));
          start = -1;
        }
      } else if (start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }
}
