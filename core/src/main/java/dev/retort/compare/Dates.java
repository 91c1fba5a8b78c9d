package dev.retort.compare;

import dev.retort.row.JsonTree;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the month out of what files have for a date: a text that begins with year and month, or seconds since 1970.
final class Dates {
  private static final int MONTH = "2024-01".length();
  /// More than this many seconds are milliseconds.
  private static final double MILLIS = 1e11;

  private Dates() {}

  static Optional<YearMonth> month(@Nullable Object value) {
    return switch (value) {
      case String text when text.length() >= MONTH -> month(text);
      case JsonTree.Num number -> month(Double.parseDouble(number.literal()));
      case null, default -> Optional.empty();
    };
  }

  private static Optional<YearMonth> month(String text) {
    try {
      return Optional.of(YearMonth.parse(text.substring(0, MONTH)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<YearMonth> month(double stamp) {
    double seconds = Math.abs(stamp) > MILLIS ? stamp / 1000 : stamp;
    return Math.abs(seconds) > MILLIS
        ? Optional.empty()
        : Optional.of(YearMonth.from(Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC)));
  }
}
