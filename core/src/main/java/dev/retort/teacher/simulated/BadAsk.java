package dev.retort.teacher.simulated;

/// A request the fleet cannot answer, told to the client with a status.
final class BadAsk extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  BadAsk(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static BadAsk field(String field, String message) {
    return new BadAsk(400, "invalid_value", "'%s': %s".formatted(field, message));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
