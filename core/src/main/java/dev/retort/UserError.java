package dev.retort;

import java.util.List;

/// Mistakes of the user's, one line each: exit code 2, no stack trace.
///
/// Each line reads `where: what was found, what was wanted. What to do.`
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final List<String> lines;

  public UserError(String line) {
    this(List.of(line));
  }

  public UserError(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
