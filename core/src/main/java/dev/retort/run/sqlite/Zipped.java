package dev.retort.run.sqlite;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;

/// Text as compressed bytes.
final class Zipped {
  private static final int LEVEL = 3;
  /// Above any body a teacher may send; a frame that claims more is damaged.
  private static final long LARGEST = 512L << 20;

  private Zipped() {}

  static byte[] of(String text) {
    return Zstd.compress(text.getBytes(StandardCharsets.UTF_8), LEVEL);
  }

  static String text(byte[] zipped) {
    long size = Zstd.getFrameContentSize(zipped);
    if (size < 0 || size > LARGEST) {
      throw new IllegalStateException("a ledger record is damaged: its text would be %d bytes long".formatted(size));
    }
    return new String(Zstd.decompress(zipped, (int) size), StandardCharsets.UTF_8);
  }
}
