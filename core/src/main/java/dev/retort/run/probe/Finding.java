package dev.retort.run.probe;

/// Whether a teacher can do something.
public sealed interface Finding {

  /// It did it.
  /// @param detail what came back, in a few words; may be empty
  record Yes(String detail) implements Finding {}

  /// It refused, or answered as if it had not been asked.
  /// @param why in the server's words where it gave some
  record No(String why) implements Finding {}

  /// Nobody can tell.
  record Unknown(String why) implements Finding {}

  /// `yes`, `no` or `unknown`.
  default String word() {
    return switch (this) {
      case Yes _ -> "yes";
      case No _ -> "no";
      case Unknown _ -> "unknown";
    };
  }

  default String words() {
    return switch (this) {
      case Yes(String detail) -> detail;
      case No(String why) -> why;
      case Unknown(String why) -> why;
    };
  }
}
