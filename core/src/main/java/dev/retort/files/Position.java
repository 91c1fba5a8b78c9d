package dev.retort.files;

import java.nio.file.Path;

/// Where in a file a record begins.
///
/// @param line from 1; the row number where a format has no lines
/// @param element position in a JSON array, from 0; -1 in other formats
public record Position(Path file, long line, long element) {

  public static Position line(Path file, long line) {
    return new Position(file, line, -1);
  }

  @Override
  public String toString() {
    return file + ":" + line + (element < 0 ? "" : ": element " + element);
  }
}
