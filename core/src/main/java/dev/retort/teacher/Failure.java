package dev.retort.teacher;

import static dev.retort.teacher.FailurePolicy.Trait.CONGESTION;
import static dev.retort.teacher.FailurePolicy.Trait.PRICED;
import static dev.retort.teacher.FailurePolicy.Trait.SICK;
import static dev.retort.teacher.FailurePolicy.Trait.STOPS;
import static dev.retort.teacher.FailurePolicy.Tries.ATTEMPTS;
import static dev.retort.teacher.FailurePolicy.Tries.FEW;
import static dev.retort.teacher.FailurePolicy.Tries.ONCE;
import static dev.retort.teacher.FailurePolicy.Tries.PATIENTLY;

import dev.retort.teacher.FailurePolicy.Pause;
import dev.retort.teacher.FailurePolicy.Trait;
import dev.retort.teacher.FailurePolicy.Tries;
import java.util.Locale;

/// Why a unit could not be done, with what is done about it.
///
/// A closed set: an enum is Java's sealed type for cases without data of their own, and every `switch` over it must
/// name them all. The name in lower case is what tables, ledgers and `--retry` use.
public enum Failure {
  /// Too many calls or tokens for the server's limits.
  RATE_LIMIT(PATIENTLY, Pause.GROWING, CONGESTION),
  /// The server is too busy.
  OVERLOAD(PATIENTLY, Pause.GROWING, CONGESTION, SICK),
  /// No whole answer within the deadline; the server may have written one.
  TIMEOUT(ATTEMPTS, Pause.GROWING, CONGESTION, SICK, PRICED),
  /// No connection, or one that broke, perhaps in the middle of an answer.
  CONNECTION(ATTEMPTS, Pause.GROWING, SICK, PRICED),
  /// A fault of the server's.
  SERVER_ERROR(ATTEMPTS, Pause.GROWING, SICK, PRICED),
  /// An answer that cannot be read.
  MALFORMED_REPLY(FEW, Pause.SHORT, PRICED),
  /// The key was not accepted: the teacher is stopped and its units stay pending.
  AUTH(ONCE, Pause.NONE, STOPS),
  /// The server does not take such a request, or it fits no limit.
  BAD_REQUEST(ONCE, Pause.NONE),
  /// Prompt and answer together are longer than the model can see.
  CONTEXT_OVERFLOW(ONCE, Pause.NONE),
  /// An answer cut at max_tokens where a whole one was wanted. The same call would be cut again.
  TRUNCATED(ONCE, Pause.NONE, PRICED),
  /// The server's filter held the answer back.
  CONTENT_FILTER(ONCE, Pause.NONE, PRICED),
  /// The model declined, and the server said so.
  REFUSAL(ONCE, Pause.NONE, PRICED),
  /// The server answered as another model than the one asked: the teacher is stopped and its units stay pending.
  WRONG_MODEL(ONCE, Pause.NONE, PRICED, STOPS),
  /// A `recorded` teacher has no answer to this prompt.
  NOT_RECORDED(ONCE, Pause.NONE),
  /// An answer that does not fit the schema asked for.
  SCHEMA(ONCE, Pause.NONE, PRICED),
  /// It alone would cost more than the budget there is.
  BUDGET(ONCE, Pause.NONE),
  /// The row itself cannot be worked with, such as a chat without a user turn.
  BAD_ROW(ONCE, Pause.NONE);

  private final FailurePolicy policy;

  Failure(Tries tries, Pause pause, Trait... traits) {
    this.policy = FailurePolicy.of(tries, pause, traits);
  }

  public FailurePolicy policy() {
    return policy;
  }

  /// Whether trying the same call again may help.
  public boolean retryable() {
    return policy.tries() != ONCE;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
