package dev.retort.measure.style;

import java.util.Locale;

/// The HTML elements that rendered Markdown is counted by.
public enum MarkdownTag {
  STRONG, EM, OL, UL, LI, H1, H2, H3, H4, H5, H6, P, CODE, PRE, A, IMG, BLOCKQUOTE, HR, TABLE, TR;

  private static final MarkdownTag[] HEADINGS = {H1, H2, H3, H4, H5, H6};

  /// As HTML calls it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param level 1 to 6
  static MarkdownTag heading(int level) {
    return HEADINGS[level - 1];
  }
}
