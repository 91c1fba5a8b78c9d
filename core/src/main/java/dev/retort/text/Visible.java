package dev.retort.text;

/// Text from outside, safe to show in a terminal or a page.
public final class Visible {
  private Visible() {}

  /// The text with each character that steers a terminal, turns the reading direction, or is none in HTML shown as a
  /// picture of itself. Tabs and line ends stay.
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(visible(c)));
    return out.toString();
  }

  private static int visible(int c) {
    if (c == '\n' || c == '\t') {
      return c;
    }
    if (c < 0x20) {
      return 0x2400 + c;
    }
    boolean steers = c >= 0x7f && c < 0xa0 || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    boolean none = c >= 0xd800 && c <= 0xdfff || (c & 0xfffe) == 0xfffe;
    return steers || none ? 0xfffd : c;
  }
}
