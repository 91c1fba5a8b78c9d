package dev.retort.app.watch;

import dev.retort.DiskFull;
import dev.retort.UserError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// A file to which lines are added, each at once. A log that can no longer be written does not stop a run.
public final class LogFile implements Consumer<String>, AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;
  private final Consumer<String> complaint;
  private boolean broken;

  private LogFile(Path file, BufferedWriter writer, Consumer<String> complaint) {
    this.file = file;
    this.writer = writer;
    this.complaint = complaint;
  }

  /// @param complaint told once when a line could not be written
  /// @throws UserError when the file cannot be opened
  public static LogFile open(Path file, Consumer<String> complaint) {
    try {
      BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new LogFile(file, writer, complaint);
    } catch (IOException e) {
      throw new UserError("--log: %s cannot be written: %s. Name a file in a folder that is there, or - for stderr."
          .formatted(file, DiskFull.reason(e)));
    }
  }

  @Override
  public synchronized void accept(String line) {
    if (broken) {
      return;
    }
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      broken = true;
      complaint.accept("the log %s can no longer be written: %s. The run goes on.".formatted(file,
          DiskFull.reason(e)));
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException _) {
      broken = true; // every line was flushed by itself, so there is nothing to lose
    }
  }
}
