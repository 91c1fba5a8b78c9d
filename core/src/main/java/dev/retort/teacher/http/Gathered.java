package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads a body into memory, up to the largest size.
final class Gathered {
  private static final int FIRST = 16 << 10;

  private Gathered() {}

  /// @param length told by the server; -1 where it is not
  static byte[] read(InputStream in, long length) throws IOException {
    if (length > Http.LARGEST_BODY) {
      throw new Http.TooLarge("the answer", Http.LARGEST_BODY);
    }
    // Memory is taken as bytes come, not as they are promised.
    byte[] bytes = new byte[length >= 0 && length <= FIRST ? (int) length : FIRST];
    int size = 0;
    while (size < length || length < 0) {
      if (size == bytes.length) {
        bytes = grow(bytes, length);
      }
      int count = in.read(bytes, size, bytes.length - size);
      if (count < 0) {
        break;
      }
      size += count;
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private static byte[] grow(byte[] bytes, long length) throws Http.TooLarge {
    if (bytes.length >= Http.LARGEST_BODY) {
      throw new Http.TooLarge("the answer", Http.LARGEST_BODY);
    }
    long wanted = Math.min(bytes.length * 2L, Http.LARGEST_BODY + 1);
    return Arrays.copyOf(bytes, (int) (length >= 0 ? Math.min(wanted, length) : wanted));
  }
}
