package dev.retort.teacher.http;

/// The beginning of a text, for messages.
public final class Excerpt {
  private static final int CODE_POINTS = 300;

  private Excerpt() {}

  public static String of(String text) {
    if (text.codePointCount(0, text.length()) <= CODE_POINTS) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, CODE_POINTS)) + "...";
  }
}
