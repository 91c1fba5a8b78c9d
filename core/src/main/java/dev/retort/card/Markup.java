package dev.retort.card;

import dev.retort.row.Json;
import java.util.regex.Pattern;

/// Makes text of models, datasets and recipes harmless in Markdown and YAML. It never stands at the start of a line.
final class Markup {
  private static final String SPECIAL = "\\`*_{}[]()#!|~$:@";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,99}");
  private static final Pattern WEB = Pattern.compile("([wW]{3})\\.");
  private static final int LONGEST = 500;

  private Markup() {}

  /// The text as one line of Markdown that shows exactly its characters; cut after 500 code points.
  static String markdown(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> markdown(c, out));
    String escaped = WEB.matcher(out).replaceAll("$1\\\\.");
    return text.codePointCount(0, text.length()) > LONGEST ? escaped + "..." : escaped;
  }

  /// The text as code where it is a plain name, else as [#markdown].
  static String code(String text) {
    return PLAIN.matcher(text).matches() ? "`" + text + "`" : markdown(text);
  }

  private static void markdown(int c, StringBuilder out) {
    if (c == '<') {
      out.append("&lt;");
    } else if (c == '>') {
      out.append("&gt;");
    } else if (c == '&') {
      out.append("&amp;");
    } else if (invisible(c)) {
      out.append(' ');
    } else {
      if (SPECIAL.indexOf(c) >= 0) {
        out.append('\\');
      }
      out.appendCodePoint(c);
    }
  }

  /// The text as a double-quoted YAML scalar.
  static String yaml(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(LONGEST).forEach(c -> clean.appendCodePoint(invisible(c) ? ' ' : c));
    StringBuilder out = new StringBuilder();
    Json.quote(clean.toString(), out);
    return out.toString();
  }

  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE ->
        true;
      default -> false;
    };
  }
}
