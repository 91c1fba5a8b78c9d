package dev.retort.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A new folder that is gone, with all that is in it, when it is closed.
public record TemporaryFolder(Path path) implements AutoCloseable {

  /// @param name how the folder's own name begins
  public static TemporaryFolder of(String name) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      RunFolder.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
