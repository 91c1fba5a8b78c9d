package dev.retort.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// What the stand-in for a model server answers: a function of the request's bytes, as is the time it takes.
///
/// @param from shortest delay in milliseconds
/// @param to longest; 0 for no delay at all
record StandIn(int from, int to) {
  private static final int WORDS = 60;

  static StandIn of(String argument) {
    String[] ends = argument.split("-");
    return new StandIn(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /// Mean of the delays in seconds.
  double mean() {
    return (from + to) / 2000.0;
  }

  static long hash(byte[] bytes, int offset, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001b3L;
    }
    return hash;
  }

  long delayNanos(long hash) {
    return to == 0 ? 0 : (from + (long) (new SplittableRandom(hash).nextDouble() * (to - from))) * 1_000_000;
  }

  /// A chat completion of about 600 bytes, no two alike.
  static byte[] answer(long hash) {
    SplittableRandom random = new SplittableRandom(~hash);
    StringBuilder text = new StringBuilder(700).append("{\"id\":\"chatcmpl-").append(Long.toHexString(hash)).append(
        "\",\"object\":\"chat.completion\",\"created\":1750000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"");
    for (int i = 0; i < WORDS; i++) {
      text.append((char) ('a' + random.nextInt(26))).append(Integer.toString(random.nextInt(46_656, 1_679_616), 36))
          .append(' ');
    }
    return text.append(
        "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":60,\"total_tokens\":102}}")
        .toString().getBytes(StandardCharsets.US_ASCII);
  }
}
