package dev.retort.teacher;

import java.util.Locale;

/// Why a unit could not be done. The name in lower case is what tables, ledgers and `--retry` use.
public enum Failure {
  RATE_LIMIT(true), OVERLOAD(true), TIMEOUT(true), CONNECTION(true), SERVER_ERROR(true), MALFORMED_REPLY(true),
  /// The key was not accepted: the teacher is stopped and its units stay pending.
  AUTH(false), BAD_REQUEST(false), CONTEXT_OVERFLOW(false),
  /// An answer cut at max_tokens where a whole one was wanted. The same call would be cut again.
  TRUNCATED(false), CONTENT_FILTER(false),
  /// The model declined, and the server said so.
  REFUSAL(false),
  /// The server answered as another model than the one asked.
  WRONG_MODEL(false),
  /// A `recorded` teacher has no answer to this prompt.
  NOT_RECORDED(false),
  /// An answer that does not fit the schema asked for.
  SCHEMA(false),
  /// It alone would cost more than the budget there is.
  BUDGET(false),
  /// The row itself cannot be worked with, such as a chat without a user turn.
  BAD_ROW(false);

  private final boolean retryable;

  Failure(boolean retryable) {
    this.retryable = retryable;
  }

  /// Whether trying the same call again may help.
  public boolean retryable() {
    return retryable;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
