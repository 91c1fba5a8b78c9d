package dev.retort.run.probe;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.http.Excerpt;

/// What went wrong, in one line.
final class Words {
  private Words() {}

  /// Without the teacher's name at its head, which the sheet names already.
  static String of(CallFailed failure) {
    return line(String.valueOf(failure.getMessage()).replaceFirst("^teacher '[^']*': ", ""));
  }

  static String line(String text) {
    return Excerpt.of(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
  }
}
