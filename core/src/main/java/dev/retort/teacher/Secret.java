package dev.retort.teacher;

/// A value that is never printed, such as an API key.
public final class Secret {
  private final String origin;
  private final String value;

  private Secret(String origin, String value) {
    this.origin = origin;
    this.value = value;
  }

  /// @param origin where it was read, such as `OPENAI_API_KEY`; it may be printed
  public static Secret of(String origin, String value) {
    return new Secret(origin, value);
  }

  /// Where it was read; it may be printed.
  public String origin() {
    return origin;
  }

  /// The value itself, for the wire only.
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "secret from " + origin;
  }
}
