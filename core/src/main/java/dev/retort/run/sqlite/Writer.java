package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. It commits together all that came while the last commit went on.
final class Writer {
  private static final int MOST_AT_ONCE = 4096;
  private static final String CALL = """
      insert into calls (key, kind, teacher, endpoint, step, row, sample, attempt, failure, message, finish_reason,
        served_model, prompt_tokens, completion_tokens, tokens_estimated, simulated, started_ms, first_byte_us,
        total_us, request, response) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String FACT = "insert or ignore into facts (about, name, value) values (?, ?, ?)";

  private final SqliteFile file;
  private final String run;
  private final Connection connection;
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final AtomicLong commits = new AtomicLong();
  private final Thread thread;
  private boolean closed;

  /// Something to write, and who waits for it.
  private record Job(Work work, CompletableFuture<@Nullable Void> done) {}

  private sealed interface Work {
    record Call(Attempt attempt, byte[] request, byte @Nullable [] response) implements Work {}

    record Fact(String about, String name, String value) implements Work {}

    record End() implements Work {}
  }

  Writer(SqliteFile file, String run) {
    this.run = run;
    this.file = file;
    this.connection = file.openToWrite();
    this.thread = Thread.ofPlatform().daemon().name("retort-ledger").start(this::loop);
  }

  long commits() {
    return commits.get();
  }

  /// For tests.
  Connection connection() {
    return connection;
  }

  /// Waits until the attempt is durable, interrupted or not: what was paid for is not lost.
  void write(Attempt attempt) {
    String body = switch (attempt.ending()) {
      case Ending.Answered answered -> answered.body();
      case Ending.Failed failed -> failed.body();
    };
    submit(new Work.Call(attempt, Zipped.of(attempt.request()), body == null ? null : Zipped.of(body)));
  }

  void write(String about, String name, String value) {
    submit(new Work.Fact(about, name, value));
  }

  private void submit(Work work) {
    Job job = enqueue(work);
    try {
      job.done().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SQLException sql ? file.trouble("written", sql) : e;
    }
  }

  /// Nothing is queued behind the end.
  private synchronized Job enqueue(Work work) {
    if (closed) {
      throw new IllegalStateException("the ledger is closed");
    }
    closed = work instanceof Work.End;
    Job job = new Job(work, new CompletableFuture<>());
    queue.add(job);
    return job;
  }

  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    submit(new Work.End());
  }

  private void loop() {
    boolean open = true;
    while (open) {
      List<Job> batch = new ArrayList<>();
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the ledger's thread", e);
      }
      queue.drainTo(batch, MOST_AT_ONCE);
      open = batch.stream().noneMatch(job -> job.work() instanceof Work.End);
      commit(batch, open);
    }
  }

  private void commit(List<Job> batch, boolean open) {
    try {
      SqliteFile.execute(connection, "begin immediate");
      try (PreparedStatement calls = connection.prepareStatement(CALL);
          PreparedStatement facts = connection.prepareStatement(FACT)) {
        Map<Payer, Used> used = new HashMap<>();
        for (Job job : batch) {
          put(job.work(), calls, facts);
          if (job.work() instanceof Work.Call call) {
            UsedTable.count(call.attempt(), used);
          }
        }
        UsedTable.add(connection, run, used);
      }
      SqliteFile.execute(connection, "commit");
      commits.incrementAndGet();
      if (!open) {
        connection.close();
      }
      batch.forEach(job -> job.done().complete(null));
    } catch (SQLException | RuntimeException | Error e) {
      SqliteFile.undo(connection, e); // nobody is left waiting, whatever went wrong
      batch.forEach(job -> job.done().completeExceptionally(e));
    }
  }

  private static void put(Work work, PreparedStatement calls, PreparedStatement facts) throws SQLException {
    switch (work) {
      case Work.Call call -> {
        bind(call, calls);
        calls.executeUpdate();
      }
      case Work.Fact fact -> {
        facts.setString(1, fact.about());
        facts.setString(2, fact.name());
        facts.setString(3, fact.value());
        facts.executeUpdate();
      }
      case Work.End _ -> {
      }
    }
  }

  private static void bind(Work.Call call, PreparedStatement s) throws SQLException {
    Attempt attempt = call.attempt();
    s.setBytes(1, attempt.key().bytes());
    s.setString(2, attempt.asked().kind().word());
    s.setString(3, attempt.asked().teacher());
    s.setString(4, attempt.asked().endpoint());
    s.setString(5, attempt.asked().step());
    s.setString(6, attempt.asked().row());
    s.setInt(7, attempt.asked().sample());
    s.setInt(8, attempt.number());
    bind(attempt.ending(), s);
    s.setLong(17, attempt.timing().started().toEpochMilli());
    if (attempt.timing().firstByte() == null) {
      s.setNull(18, Types.INTEGER);
    } else {
      s.setLong(18, attempt.timing().firstByte().toNanos() / 1000);
    }
    s.setLong(19, attempt.timing().total().toNanos() / 1000);
    s.setBytes(20, call.request());
    s.setBytes(21, call.response());
  }

  private static void bind(Ending ending, PreparedStatement s) throws SQLException {
    for (int i = 9; i <= 16; i++) {
      s.setNull(i, Types.NULL);
    }
    switch (ending) {
      case Ending.Failed failed -> {
        s.setString(9, failed.failure().word());
        s.setString(10, failed.message());
      }
      case Ending.Answered answered -> {
        s.setString(11, answered.finishReason());
        s.setString(12, answered.servedModel());
        s.setInt(13, answered.usage().promptTokens());
        s.setInt(14, answered.usage().completionTokens());
        s.setBoolean(15, answered.usage().estimated());
        s.setBoolean(16, answered.simulated());
      }
    }
  }
}
