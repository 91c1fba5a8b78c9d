package dev.retort.engine.duckdb;

import dev.retort.DiskFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Turns what the disk or DuckDB said into an exception that says what to do.
final class Trouble {
  private Trouble() {}

  /// @param doing what was being done, for the message
  /// @param place a folder on the disk concerned
  static RuntimeException of(Exception cause, String doing, Path place) {
    if (DiskFull.causes(cause)) {
      return DiskFull.told(place, "%s (%s bytes free)".formatted(doing, free(place)), cause);
    }
    return new IllegalStateException("%s: %s failed: %s".formatted(place, doing, cause.getMessage()), cause);
  }

  private static String free(Path place) {
    Path existing = place.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return String.valueOf(Files.getFileStore(existing).getUsableSpace());
    } catch (IOException e) {
      return "unknown";
    }
  }
}
