package dev.retort.teacher.structured;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A quoted text, written anew between double quotes.
///
/// @param end one behind its closing quote, in the text it was read from
/// @param fixes how often what was changed
record MendedText(int end, Map<Fix, Integer> fixes) {

  /// @param from where the opening quote stands
  /// @param out gets the text; what it got is of no use when null is returned
  /// @return null where the text has no end, or may end at more than one place
  static @Nullable MendedText read(String text, int from, char quote, StringBuilder out) {
    Map<Fix, Integer> fixes = new EnumMap<>(Fix.class);
    char close = closing(quote);
    if (quote != '"') {
      fixes.put(quote == '\'' ? Fix.SINGLE_QUOTES : Fix.CURLY_QUOTES, 1);
    }
    out.append('"');
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == close) {
        out.append('"');
        return new MendedText(i + 1, fixes);
      }
      if (c == '\\') {
        i++;
        if (i == text.length() || !escape(text.charAt(i), quote, out, fixes)) {
          return null;
        }
      } else if (!plain(c, quote, out, fixes)) {
        return null;
      }
    }
    return null;
  }

  private static char closing(char quote) {
    return switch (quote) {
      case '\u201c' -> '\u201d';
      case '\u2018' -> '\u2019';
      default -> quote;
    };
  }

  private static boolean escape(char c, char quote, StringBuilder out, Map<Fix, Integer> fixes) {
    if (c == '\'') {
      if (quote != '\'') {
        fixes.merge(Fix.NEEDLESS_ESCAPE, 1, Integer::sum);
      }
      out.append(c);
      return true;
    }
    out.append('\\').append(c);
    return "\"\\/bfnrtu".indexOf(c) >= 0;
  }

  private static boolean plain(char c, char quote, StringBuilder out, Map<Fix, Integer> fixes) {
    if (c < 0x20) {
      fixes.merge(Fix.RAW_CONTROL, 1, Integer::sum);
      out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
      return true;
    }
    boolean curly = quote == '\u201c' || quote == '\u2018';
    boolean mark = c == '"' || c == '\u201c' || c == '\u201d' || c == quote;
    if (c == '"') {
      out.append('\\');
    }
    out.append(c);
    return !(curly && mark);
  }
}
