package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;

/// The body of an answer as it comes off the connection, chunks taken apart.
final class BodyStream extends InputStream {
  private static final long UNTIL_CLOSED = -1;
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_TRAILERS = 100;

  private final Wire wire;
  private final boolean chunked;
  private long left;
  private boolean ended;
  private boolean started;

  BodyStream(Wire wire, ResponseHead head) {
    this.wire = wire;
    this.chunked = head.chunked();
    this.left = chunked ? 0 : head.length();
    this.ended = !chunked && left == 0;
  }

  /// Reads what a gzip reader left, which is the end mark alone; false when there is more.
  boolean readToEnd() throws IOException {
    return ended || read(new byte[1], 0, 1) < 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int at, int length) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = wire.read(target, at, left == UNTIL_CLOSED ? length : (int) Math.min(length, left));
    if (count < 0) {
      return closed();
    }
    if (left != UNTIL_CLOSED) {
      left -= count;
      ended = !chunked && left == 0;
    }
    return count;
  }

  /// What can be read without waiting, so that a gzip member behind the first is looked for in what is there only.
  @Override
  public int available() {
    return ended || chunked && left == 0 ? 0 : wire.available();
  }

  private int closed() throws IOException {
    if (left != UNTIL_CLOSED) {
      throw new IOException("it was closed within the answer");
    }
    ended = true;
    return -1;
  }

  private void nextChunk() throws IOException {
    if (started && !line().isEmpty()) {
      throw new Http.Malformed("a chunk longer than its size");
    }
    started = true;
    left = size(line());
    if (left == 0) {
      trailers();
      ended = true;
    }
  }

  private void trailers() throws IOException {
    for (int i = 0; i < MOST_TRAILERS; i++) {
      if (line().isEmpty()) {
        return;
      }
    }
    throw new Http.Malformed("trailers without end");
  }

  private static long size(String line) throws Http.Malformed {
    long size = 0;
    int digits = 0;
    while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
      size = size * 16 + Character.digit(line.charAt(digits), 16);
      digits++;
    }
    boolean ends = digits == line.length() || line.charAt(digits) == ';' || line.charAt(digits) == ' ';
    if (digits == 0 || digits > 8 || !ends) {
      throw new Http.Malformed("a chunk size of " + Excerpt.line(line));
    }
    return size;
  }

  /// A line without its end.
  private String line() throws IOException {
    for (int i = 0; i < LONGEST_LINE; i++) {
      while (i == wire.available()) {
        if (!wire.fill()) {
          throw new IOException("it was closed within the answer");
        }
      }
      if (wire.at(i) == '\n') {
        int length = i > 0 && wire.at(i - 1) == '\r' ? i - 1 : i;
        char[] text = new char[length];
        for (int k = 0; k < length; k++) {
          text[k] = (char) (wire.at(k) & 0xff);
        }
        wire.skip(i + 1);
        return new String(text);
      }
    }
    throw new Http.Malformed("a chunk size without end");
  }
}
