package dev.retort.files;

import java.io.IOException;
import java.io.InputStream;

/// One record a line; lines of nothing but white space are passed over.
final class LineSlices extends Slices {
  private long nextLine = 1;

  LineSlices(InputStream in) {
    super(in);
  }

  @Override
  boolean next() throws IOException {
    while (true) {
      begin();
      line = nextLine;
      offset = position();
      int first = read();
      if (first < 0) {
        return false;
      }
      if (first != '\n') {
        append(first);
        rest();
      }
      nextLine++;
      if (tooLong || !blank()) {
        return true;
      }
    }
  }

  private void rest() throws IOException {
    while (!takeLine()) {
      int next = read();
      if (next < 0) {
        return;
      }
      if (next == '\n') {
        return;
      }
      append(next);
    }
    read();
  }

  private boolean blank() {
    for (int i = 0; i < length; i++) {
      byte b = record[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
