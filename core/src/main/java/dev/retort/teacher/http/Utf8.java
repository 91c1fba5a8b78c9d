package dev.retort.teacher.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// UTF-8 that is told from what is not.
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /// The fast way puts U+FFFD where bytes are wrong; only a text that has one is read a second time.
  static String decode(byte[] bytes) throws CharacterCodingException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
