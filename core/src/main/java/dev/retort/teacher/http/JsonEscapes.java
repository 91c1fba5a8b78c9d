package dev.retort.teacher.http;

/// Undoes JSON's escapes anywhere in a text, be it JSON or not: what a reader of it would come to see.
final class JsonEscapes {
  private JsonEscapes() {}

  /// Whether undoing may show something the text itself does not, beyond line ends and quotes.
  static boolean disguise(String text) {
    return text.contains("\\u") || text.contains("\\\\");
  }

  static String undone(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        i++;
      } else if (text.charAt(i + 1) == 'u' && hex(text, i + 2) >= 0) {
        out.append((char) hex(text, i + 2));
        i += 6;
      } else {
        out.append(plain(text.charAt(i + 1)));
        i += 2;
      }
    }
    return out.toString();
  }

  private static char plain(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  /// Four hex digits as a number; -1 where there are none.
  private static int hex(String text, int from) {
    if (from + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
