package dev.retort.app;

import dev.retort.app.terminal.Terminal;
import dev.retort.compare.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Where the JSON of a measurement goes: nowhere, into a file, or to the results with `-`.
record MeasureOutput(Terminal terminal, @Nullable WholeFile file, boolean toResults) implements AutoCloseable {

  static MeasureOutput begin(Terminal terminal, @Nullable Path json) {
    boolean results = json != null && json.toString().equals("-");
    return new MeasureOutput(terminal, json == null || results ? null : WholeFile.begin(json), results);
  }

  /// Writes the JSON where it was asked for, else or besides prints the tables.
  void write(ObjectNode json, String tables) {
    WholeFile whole = file;
    if (whole != null) {
      try {
        whole.out().write((json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      whole.publish();
    }
    if (toResults) {
      terminal.out().println(json);
    } else {
      terminal.result(tables);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
