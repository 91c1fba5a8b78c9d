package dev.retort.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts the bytes of a file into records: lines, or the elements of an array.
abstract class Slices implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;
  private long bufferStart;

  /// The record's bytes; valid until the next call.
  byte[] record = new byte[1 << 12];
  int length;
  /// Where the record begins.
  long line = 1;
  long element = -1;
  long offset;
  /// Whether the record is longer than [Items#LONGEST] and was skipped.
  boolean tooLong;

  Slices(InputStream in) {
    this.in = in;
  }

  /// Moves on to the next record; false at the end.
  abstract boolean next() throws IOException;

  final int read() throws IOException {
    if (at == filled && !fill()) {
      return -1;
    }
    return buffer[at++] & 0xFF;
  }

  private boolean fill() throws IOException {
    bufferStart += filled;
    at = 0;
    filled = Math.max(0, in.read(buffer, 0, BUFFER));
    return filled > 0;
  }

  /// Bytes read so far.
  final long position() {
    return bufferStart + at;
  }

  final void begin() {
    length = 0;
    tooLong = false;
  }

  final void append(int value) {
    if (length == record.length && !grow(1)) {
      return;
    }
    record[length++] = (byte) value;
  }

  /// Takes bytes up to the end of the line or of what is buffered; true when the line has ended.
  final boolean takeLine() {
    int end = at;
    while (end < filled && buffer[end] != '\n') {
      end++;
    }
    int count = end - at;
    if (count <= record.length - length || grow(count)) {
      System.arraycopy(buffer, at, record, length, count);
      length += count;
    }
    at = end;
    return end < filled;
  }

  private boolean grow(int more) {
    if (tooLong || (long) length + more > Items.LONGEST) {
      tooLong = true;
      length = 0;
      return false;
    }
    int size = (int) Math.min(Items.LONGEST, Math.max((long) record.length * 2, (long) length + more));
    record = Arrays.copyOf(record, size);
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
