package dev.retort.teacher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A model call that gave no usable reply. Its message never holds a secret.
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Failure failure;
  private final @Nullable Duration retryAfter;
  private final @Nullable String body;

  public CallFailed(Failure failure, String message) {
    this(failure, message, null, null);
  }

  /// @param retryAfter how long the server asked to wait
  public CallFailed(Failure failure, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    this(failure, message, retryAfter, null, cause);
  }

  /// @param body what the server sent, whole and without secrets, for the ledger
  public CallFailed(Failure failure, String message, @Nullable Duration retryAfter, @Nullable String body,
      @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.body = body;
  }

  public Failure failure() {
    return failure;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// What the server sent, where it sent something.
  public @Nullable String body() {
    return body;
  }
}
