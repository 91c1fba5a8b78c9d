package dev.retort.text;

/// Text from outside, safe to show in a terminal or a page.
public final class Visible {
  private static final int NONE = 0xfffd;

  private Visible() {}

  /// The text with control characters, and what is no character in HTML, each shown as a picture of itself. Tabs and
  /// line ends stay; so do marks of reading direction, which a page must isolate.
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(visible(c)));
    return out.toString();
  }

  /// The same, with marks of reading direction shown too: nothing that is left steers a terminal.
  public static String inTerminal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(turns(c) ? NONE : visible(c)));
    return out.toString();
  }

  private static boolean turns(int c) {
    return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
  }

  private static int visible(int c) {
    if (c == '\n' || c == '\t') {
      return c;
    }
    if (c < 0x20) {
      return 0x2400 + c;
    }
    boolean none = c >= 0x7f && c < 0xa0 || c >= 0xd800 && c <= 0xdfff || (c & 0xfffe) == 0xfffe;
    return none ? NONE : c;
  }
}
