package dev.retort.teacher.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can go wrong with a simulated answer.
public enum Fault {
  /// The answer comes 3 s (times the server's timing) later than it would have.
  SLOW,
  /// Half the answer comes, less than its Content-Length said, and the connection is closed.
  CUT_OFF,
  /// The body ends within its JSON.
  MALFORMED_JSON,
  /// The answer says that another model gave it.
  WRONG_MODEL,
  /// Status 500.
  ERROR_500,
  /// The connection is reset before anything is sent.
  RESET,
  /// Status 429 with a Retry-After header.
  RATE_LIMIT;

  /// The name used in options, requests and logs.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Fault> named(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Fault::word).toList();
  }
}
