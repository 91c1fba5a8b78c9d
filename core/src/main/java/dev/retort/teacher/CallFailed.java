package dev.retort.teacher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A model call that gave no usable reply. Its message never holds a secret.
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Failure failure;
  private final @Nullable Duration retryAfter;

  public CallFailed(Failure failure, String message) {
    this(failure, message, null, null);
  }

  /// @param retryAfter how long the server asked to wait
  public CallFailed(Failure failure, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  public Failure failure() {
    return failure;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
