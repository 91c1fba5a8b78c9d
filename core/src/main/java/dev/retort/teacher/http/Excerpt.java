package dev.retort.teacher.http;

/// The beginning of a text, for messages.
public final class Excerpt {
  private static final int CODE_POINTS = 300;
  private static final int LINE = 60;

  private Excerpt() {}

  public static String of(String text) {
    return of(text, CODE_POINTS);
  }

  /// The beginning of its first line, with dots for what cannot be shown.
  static String line(String text) {
    String line = text.lines().findFirst().orElse("");
    StringBuilder shown = new StringBuilder();
    line.chars().limit(LINE).forEach(c -> shown.append(c < ' ' || c >= 0x7f ? '.' : (char) c));
    return shown.append(line.length() > LINE ? "..." : "").toString();
  }

  private static String of(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "...";
  }
}
