package dev.retort.compare;

import dev.retort.UserError;
import dev.retort.row.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Which of too many are measured: those with the lowest lots, which depend on nothing but seed and name.
///
/// @param limit how many at most
/// @param seed changes the lots
public record Draw(int limit, long seed) {
  /// Above this the 95 % interval of a mean is narrower than anybody needs, and the texts still fit in memory.
  public static final int LIMIT = 10_000;

  public Draw {
    if (limit < 1) {
      throw new UserError("--limit: found %d, wanted 1 or more. Leave it out to measure %,d at most.".formatted(limit,
          LIMIT));
    }
  }

  long lot(String name) {
    MessageDigest digest = Row.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
