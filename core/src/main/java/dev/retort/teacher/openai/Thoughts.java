package dev.retort.teacher.openai;

/// An answer with the reasoning before it taken apart.
///
/// Reasoning stands between `<think>` at the very beginning and `</think>`. An answer cut off while thinking has no
/// `</think>` and is reasoning throughout. Chat templates that put `<think>` into the prompt leave only `</think>`; it
/// counts where it begins a line, for within a line it is more likely talked about.
record Thoughts(String reasoning, String text) {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  static Thoughts of(String answer) {
    String stripped = answer.stripLeading();
    if (stripped.startsWith(OPEN)) {
      int close = stripped.indexOf(CLOSE);
      return close < 0
          ? new Thoughts(stripped.substring(OPEN.length()).strip(), "")
          : parts(stripped, OPEN.length(), close);
    }
    int close = answer.indexOf(CLOSE);
    boolean ownLine = close == 0 || close > 0 && answer.charAt(close - 1) == '\n';
    return ownLine && answer.lastIndexOf(OPEN, close) < 0 ? parts(answer, 0, close) : new Thoughts("", answer);
  }

  private static Thoughts parts(String answer, int from, int close) {
    return new Thoughts(answer.substring(from, close).strip(), answer.substring(close + CLOSE.length()).stripLeading());
  }
}
