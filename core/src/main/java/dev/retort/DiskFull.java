package dev.retort;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells that there was no room to write, whoever was writing: that is for the user to mend.
public final class DiskFull {
  /// How the system, DuckDB and SQLite say it.
  private static final List<String> WORDS = List.of("no space left", "not enough space on the disk",
      "max_temp_directory_size", "disk quota exceeded", "file too large", "sqlite_full");

  private DiskFull() {}

  /// Whether a failure, or what caused it, was that.
  public static boolean causes(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = at.getMessage();
      if (message != null && WORDS.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains)) {
        return true;
      }
    }
    return false;
  }

  /// Why a file cannot be written, without the names of classes.
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "no permission";
      case FileAlreadyExistsException e -> e.getFile() + " is a file, not a folder";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  /// What the user is told.
  /// @param place on the disk concerned
  /// @param doing what was being done
  public static UserError told(Object place, String doing, Throwable cause) {
    UserError error = new UserError("%s: disk full: no room while %s. Free space and run the same command again."
        .formatted(place, doing));
    error.initCause(cause);
    return error;
  }
}
