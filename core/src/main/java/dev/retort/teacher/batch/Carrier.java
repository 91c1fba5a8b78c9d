package dev.retort.teacher.batch;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes one batch through its life: written down, submitted, looked after, fetched; or found again after a crash.
final class Carrier {
  /// Time a provider is given to list what was submitted a moment ago.
  static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

  private final BatchServer server;
  private final Journal journal;
  private final Batch options;
  private final Pace pace;
  private final Consumer<String> notes;

  Carrier(BatchServer server, Journal journal, Batch options, Pace pace, Consumer<String> notes) {
    this.server = server;
    this.journal = journal;
    this.options = options;
    this.pace = pace;
    this.notes = notes;
  }

  /// What is known of a submitted batch, told as it becomes known.
  interface Told {
    void job(String id);

    /// It may have been submitted, or not.
    void uncertain();

    /// It was refused, and there is no such job.
    void nothing();
  }

  /// Submits what was written down.
  /// @return the job's id
  String submit(Intent intent, Told told) throws InterruptedException {
    journal.intend(intent);
    told.uncertain();
    try {
      String job = server.submit(intent, journal.lines(intent.name()), options.window());
      journal.submitted(intent, job);
      told.job(job);
      notes.accept(
          "batch %s of %,d requests is submitted; its answers are due within %d h. Whoever stops here goes on with the same command."
              .formatted(job, intent.items().size(), options.window().toHours()));
      return job;
    } catch (CallFailed e) {
      if (definite(e.failure())) {
        journal.forget(intent.name());
        told.nothing();
      }
      throw e;
    }
  }

  /// Whether a failure to submit means that nothing was submitted.
  static boolean definite(Failure failure) {
    return switch (failure) {
      case AUTH, BAD_REQUEST, RATE_LIMIT, CONTEXT_OVERFLOW, CONTENT_FILTER, REFUSAL, TRUNCATED, WRONG_MODEL,
          NOT_RECORDED, SCHEMA, BUDGET, BAD_ROW ->
        true;
      case CONNECTION, TIMEOUT, SERVER_ERROR, OVERLOAD, MALFORMED_REPLY -> false;
    };
  }

  /// Looks whether a batch that was written down reached the provider. One that is not listed, and not a while later
  /// either, did not: it is forgotten.
  boolean found(Intent intent, Supplier<Set<String>> known, Told told) throws InterruptedException {
    long due = pace.nanos() + options.deadline().toNanos();
    boolean looked = false;
    Intent sought = intent;
    while (true) {
      sought = sought.sought(pace.now()); // once the clock is known to have been wrong, that stays known
      switch (server.find(sought, known.get())) {
        case BatchServer.Found.Yes(String job) -> {
          journal.submitted(intent, job);
          told.job(job);
          notes.accept(
              "batch %s of %,d requests, submitted before, is found again".formatted(job, intent.items().size()));
          return true;
        }
        case BatchServer.Found.No() -> {
          if (looked) {
            journal.forget(intent.name());
            return false;
          }
          looked = true;
          pace.hold(SETTLE);
        }
        case BatchServer.Found.Later() -> {
          if (pace.nanos() - due >= 0) {
            throw new CallFailed(Failure.TIMEOUT, "a batch that may be ours did not end in its time");
          }
          pace.hold(options.poll());
        }
      }
    }
  }

  /// Waits for the end of a job, and fetches what it has.
  Results end(Intent intent, String id) throws InterruptedException {
    long due = pace.nanos() + left(intent).toNanos();
    Duration pause = FIRST_LOOK;
    boolean away = false;
    while (true) {
      try {
        Job job = server.look(id);
        if (job.status() != Job.Status.OPEN) {
          return fetched(intent, job);
        }
        away = false;
      } catch (CallFailed e) {
        if (definite(e.failure()) && e.failure() != Failure.RATE_LIMIT) {
          throw e;
        }
        if (!away) {
          notes.accept("batch %s cannot be looked at now and is asked for again: %s".formatted(id, e.getMessage()));
        }
        away = true;
      }
      if (pace.nanos() - due >= 0) {
        throw new CallFailed(Failure.TIMEOUT,
            "batch %s did not end within its %d h and one more. It is not submitted again while it is open."
                .formatted(id, options.window().toHours()));
      }
      Duration most = options.poll();
      pace.hold(pause.compareTo(most) < 0 ? pause : most);
      pause = pause.compareTo(most) < 0 ? pause.multipliedBy(2) : most;
    }
  }

  /// What is left of a batch's time. The wall clock is asked this once, for an earlier sitting may have begun it.
  private Duration left(Intent intent) {
    Duration left = Duration.between(pace.now(), intent.created().plus(options.deadline()));
    Duration least = left.isNegative() ? Duration.ZERO : left;
    return least.compareTo(options.deadline()) < 0 ? least : options.deadline();
  }

  private Results fetched(Intent intent, Job job) throws InterruptedException {
    Results results = Results.of(server, intent, job, server.fetch(job, journal.results(intent.name())));
    notes.accept("batch %s has ended (%s): %,d of %,d requests have a result".formatted(job.id(),
        job.status().name().toLowerCase(Locale.ROOT), results.answered(), intent.items().size()));
    return results;
  }
}
