package dev.retort.teacher.structured;

import java.util.Locale;

/// A change that makes JSON of what is nearly JSON, and can be read in one way only.
public enum Fix {
  /// A comma before a closing bracket, taken away.
  TRAILING_COMMA,
  /// `'text'` for `"text"`. A text with a bare `'` inside is left alone.
  SINGLE_QUOTES,
  /// `“text”` or `‘text’` for `"text"`. A text with another such mark inside is left alone.
  CURLY_QUOTES,
  /// `True`, `False` and `None` for `true`, `false` and `null`.
  PYTHON_LITERAL,
  /// A line break, a tab or another control character within a text, escaped.
  RAW_CONTROL,
  /// `\'`, which can only stand for `'`.
  NEEDLESS_ESCAPE,
  /// A key without quotes.
  BARE_KEY,
  /// A comment of `//` or `/* */` between values, taken away.
  COMMENT,
  /// Brackets missing at the very end, where the model had ended by itself, and after a value that has an end of its
  /// own, which a number has not.
  UNCLOSED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
