package dev.retort.files;

import dev.retort.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// One record an element of a JSON array, which is never held as a whole.
final class ArraySlices extends Slices {
  private final Path file;
  private long lines = 1;
  private boolean begun;
  private boolean ended;

  ArraySlices(InputStream in, Path file) {
    super(in);
    this.file = file;
  }

  @Override
  boolean next() throws IOException {
    if (ended) {
      return false;
    }
    int c = solid();
    if (!begun) {
      begun = true;
      c = c == '[' ? solid() : c;
      if (c == ']') {
        return end();
      }
    }
    element++;
    line = lines;
    offset = position() - 1;
    begin();
    int stop = element(c);
    if (stop == ']') {
      end();
    }
    return true;
  }

  /// Takes an element whose first byte is given; gives the comma or bracket behind it.
  private int element(int first) throws IOException {
    int depth = 0;
    int c = first;
    while (true) {
      if (c < 0) {
        throw new UserError("%s:%d: element %d of the array does not end: the file was cut off or a bracket is missing."
            .formatted(file, line, element));
      }
      if (depth == 0 && (c == ',' || c == ']')) {
        return c;
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      append(c);
      if (c == '"') {
        string();
      }
      c = counted();
    }
  }

  private void string() throws IOException {
    int c = counted();
    while (c >= 0 && c != '"') {
      append(c);
      if (c == '\\') {
        append(counted());
      }
      c = counted();
    }
    if (c >= 0) {
      append(c);
    }
  }

  private int counted() throws IOException {
    int c = read();
    if (c == '\n') {
      lines++;
    }
    return c;
  }

  private int solid() throws IOException {
    int c = counted();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      c = counted();
    }
    return c;
  }

  private boolean end() throws IOException {
    ended = true;
    if (solid() >= 0) {
      throw new UserError(
          "%s:%d: found more text behind the array, wanted the end of the file.".formatted(file, lines));
    }
    return false;
  }
}
