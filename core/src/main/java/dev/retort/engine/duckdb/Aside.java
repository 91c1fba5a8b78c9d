package dev.retort.engine.duckdb;

import dev.retort.engine.Table;
import dev.retort.row.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A table in the making: a folder beside its place, renamed into it when whole.
///
/// A name that begins with `.aside-` is never read as a table; what a killed process left is deleted when the next
/// table beside it is begun.
final class Aside implements AutoCloseable {
  private static final String PREFIX = ".aside-";

  private final Path place;
  private final Path folder;
  private final Set<Path> inUse;
  private boolean done;

  /// @param inUse folders of this engine being written now
  Aside(Path place, Set<Path> inUse) {
    this.place = place.toAbsolutePath().normalize();
    Path parent = Objects.requireNonNull(this.place.getParent());
    this.folder = parent.resolve(PREFIX + this.place.getFileName());
    this.inUse = inUse;
    if (!inUse.add(folder)) {
      throw new IllegalStateException(place + " is being written already");
    }
    try {
      begin(parent);
    } catch (IOException | RuntimeException e) {
      inUse.remove(folder);
      throw e instanceof RuntimeException known ? known : Trouble.of((IOException) e, "beginning a table", place);
    }
  }

  private void begin(Path parent) throws IOException {
    if (Files.exists(place)) {
      throw new IllegalStateException(place + " exists already");
    }
    Files.createDirectories(parent);
    for (Path entry : Folders.entries(parent)) {
      boolean own = entry.equals(folder) || !inUse.contains(entry);
      if (own && String.valueOf(entry.getFileName()).startsWith(PREFIX)) {
        Folders.delete(entry);
      }
    }
    Files.createDirectory(folder);
  }

  Path place() {
    return place;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /// Makes the table durable and puts it in place.
  /// @param parts rows of each
  Table publish(Schema schema, List<Long> parts) throws IOException {
    TableFile.write(folder, schema, parts);
    for (Path file : Folders.entries(folder)) {
      Folders.sync(file);
    }
    Folders.sync(folder);
    Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(Objects.requireNonNull(place.getParent()));
    done = true;
    inUse.remove(folder);
    return new Table(place, schema, parts.stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw Trouble.of(e, "clearing a half-written table", place);
    } finally {
      inUse.remove(folder);
    }
  }
}
