package dev.retort.compare;

import dev.retort.DiskFull;
import dev.retort.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A file that appears under its name only when it is whole.
///
/// It is begun before the work whose result it takes, so that a place that cannot be written to is told at once.
public final class WholeFile implements Closeable {
  private final Path file;
  private final Path aside;
  private final OutputStream out;
  private boolean published;

  private WholeFile(Path file, Path aside, OutputStream out) {
    this.file = file;
    this.aside = aside;
    this.out = out;
  }

  public static WholeFile begin(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError("%s: found a folder, wanted a file to write. Name one in it.".formatted(file));
    }
    Path whole = file.toAbsolutePath().normalize();
    Path aside = whole.resolveSibling("." + whole.getFileName() + ".aside");
    try {
      Files.createDirectories(Objects.requireNonNull(whole.getParent()));
      OutputStream out = Files.newOutputStream(aside);
      // An interrupted command leaves nothing behind.
      aside.toFile().deleteOnExit();
      return new WholeFile(file, aside, out);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// Where to write; closed with the file.
  public OutputStream out() {
    return out;
  }

  /// Puts what was written under the name.
  public void publish() {
    try {
      out.close();
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(aside, file.toAbsolutePath().normalize(), StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      published = true;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static UserError failed(Path file, IOException cause) {
    UserError error = DiskFull.causes(cause)
        ? DiskFull.told(file, "it was written", cause)
        : new UserError("%s: cannot be written (%s). Name a file in a folder you may write to.".formatted(file,
            DiskFull.reason(cause)));
    if (error.getCause() == null) {
      error.initCause(cause);
    }
    return error;
  }

  @Override
  public void close() {
    if (published) {
      return;
    }
    try {
      out.close();
      Files.deleteIfExists(aside);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
