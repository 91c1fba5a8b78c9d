package dev.retort.steps;

import dev.retort.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The key by which rows are drawn: those with the lowest ones stay.
final class RowKey {
  private RowKey() {}

  /// The first 8 bytes of SHA-256 over the recipe's seed, the step's name and the row's id, in hex.
  static String of(long seed, String step, String id) {
    byte[] digest = Row.sha256().digest((seed + "\n" + step + "\n" + id).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
