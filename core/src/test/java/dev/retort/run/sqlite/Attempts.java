package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Asked;
import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.Ledger.Key;
import dev.retort.run.Ledger.Kind;
import dev.retort.run.Ledger.Timing;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import java.time.Duration;
import java.time.Instant;

/// Attempts as tests need them.
final class Attempts {
  private Attempts() {}

  static Key key(String text) {
    return Key.of(text, "endpoint", 0, "row");
  }

  static Attempt answered(String text, String body) {
    return answered(text, body, "stop", 40);
  }

  static Attempt answered(String text, String body, String finish, long millis) {
    return attempt(text, 1, new Ending.Answered(body, new Reply.Usage(10, 20, false), finish, "m", true), millis);
  }

  static Attempt failed(String text, int number, Failure failure) {
    return attempt(text, number, new Ending.Failed(failure, "went wrong " + number, "{\"raw\":" + number + "}"), 7);
  }

  static Attempt attempt(String text, int number, Ending ending, long millis) {
    Asked asked = new Asked(Kind.CHAT, "qwen", "ab", "respond", "row-1", 0);
    return new Attempt(key(text), asked, number, "{\"q\":\"" + text + "\"}", ending,
        new Timing(Instant.ofEpochMilli(1_700_000_000_000L), Duration.ofMillis(3), Duration.ofMillis(millis)));
  }
}
