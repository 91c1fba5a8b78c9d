package dev.retort.teacher.simulated;

import dev.retort.row.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Random numbers that depend on nothing but a seed and what they are drawn for.
public final class Draw {
  private Draw() {}

  /// A generator of its own for each seed and list of parts; parts are told apart by their places.
  public static RandomGenerator of(long seed, String... parts) {
    StringBuilder from = new StringBuilder().append(seed);
    for (String part : parts) {
      from.append('\n').append(part.length()).append(':').append(part);
    }
    byte[] digest = Row.sha256().digest(from.toString().getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
  }

  static <T> T one(RandomGenerator random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
