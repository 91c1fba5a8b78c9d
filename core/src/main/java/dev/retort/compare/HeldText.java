package dev.retort.compare;

import dev.retort.UserError;

/// Keeps texts in memory from growing beyond what the process has.
final class HeldText {
  /// Twice for the texts' own bytes at worst, and as much again for what is made of them.
  private static final long SHARE = 4;

  private final long most;
  private long characters;

  /// @param memory bytes the process may take
  HeldText(long memory) {
    this.most = memory / SHARE;
  }

  void add(String text) {
    characters += text.length();
    if (characters > most) {
      throw new UserError(("the texts take too much memory: more than %,d characters. Measure fewer with --limit N, or"
          + " give more memory: RETORT_OPTS=-Xmx4g.").formatted(most));
    }
  }

  void remove(String text) {
    characters -= text.length();
  }
}
