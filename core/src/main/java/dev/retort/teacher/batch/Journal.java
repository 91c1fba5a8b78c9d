package dev.retort.teacher.batch;

import dev.retort.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The batches of one teacher that are not over, kept in a folder so that a crash loses none.
///
/// `NAME.intent` is there before anything is sent, `NAME.job` as soon as the provider gave an id; both are written
/// aside, synced and renamed. `NAME.jsonl` (what is sent) and `NAME.results.N` can be made anew and are not synced. All of them go when
/// every answer is in the ledger.
final class Journal {
  private static final String INTENT = ".intent";
  private static final String JOB = ".job";

  private final Path folder;

  /// An intent and the job it became, if that is known.
  record Entry(Intent intent, @Nullable String job) {}

  Journal(Path folder) {
    this.folder = folder;
  }

  /// What was under way, oldest first. What can be made anew is cleared away.
  List<Entry> entries() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(INTENT)) {
          entries.add(entry(file));
        } else if (!file.toString().endsWith(JOB)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.sort(Comparator.comparing((Entry entry) -> entry.intent().created())
        .thenComparing(entry -> entry.intent().name()));
    return entries;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry entry(Path file) throws IOException {
    try {
      Intent intent = Intent.read(Files.readString(file));
      Path job = file(intent.name(), JOB);
      return new Entry(intent, Files.exists(job) ? Files.readString(job).strip() : null);
    } catch (JacksonException | DateTimeException e) {
      throw new UserError(
          "%s: it does not say which calls a batch holds. Remove it if the provider has no batch of this name."
              .formatted(file));
    }
  }

  /// Keeps what is about to be submitted. When this returns it is on disk.
  void intend(Intent intent) {
    write(file(intent.name(), INTENT), intent.json());
  }

  /// Keeps the id the provider gave.
  void submitted(Intent intent, String job) {
    write(file(intent.name(), JOB), job + "\n");
    delete(lines(intent.name()));
  }

  /// Forgets a batch, the intent last: without it nothing else is looked at.
  void forget(String name) {
    try {
      if (!Files.isDirectory(folder)) {
        return;
      }
      Files.deleteIfExists(file(name, INTENT));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.filter(path -> path.getFileName().toString().startsWith(name + ".")).toList()) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path lines(String name) {
    try {
      Files.createDirectories(folder);
      return file(name, ".jsonl");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path results(String name) {
    return file(name, ".results");
  }

  Path file(String name, String ending) {
    return folder.resolve(name + ending);
  }

  private static void write(Path file, String text) {
    Path aside = file.resolveSibling(file.getFileName() + ".aside");
    Path parent = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(parent);
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
