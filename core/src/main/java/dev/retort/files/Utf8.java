package dev.retort.files;

/// Checks bytes for valid UTF-8.
final class Utf8 {
  private Utf8() {}

  /// The first byte that does not belong to a well-formed character; -1 when there is none.
  static int invalidAt(byte[] bytes, int from, int length) {
    int end = from + length;
    int i = from;
    while (i < end) {
      if (bytes[i] >= 0) {
        i++;
        continue;
      }
      int size = size(bytes, i, end);
      if (size == 0) {
        return i;
      }
      i += size;
    }
    return -1;
  }

  /// Bytes of the character that begins at `i`; 0 when it is malformed.
  private static int size(byte[] bytes, int i, int end) {
    int first = bytes[i] & 0xFF;
    int size = first >= 0xC2 && first <= 0xDF
        ? 2
        : first >= 0xE0 && first <= 0xEF ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    if (size == 0 || i + size > end) {
      return 0;
    }
    int second = bytes[i + 1] & 0xFF;
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = 2; k < size; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
