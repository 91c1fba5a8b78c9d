package dev.retort.run.sqlite;

import dev.retort.run.Ledger.Attempt;
import dev.retort.run.Ledger.Ending;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.run.sqlite.Job.Ended;
import dev.retort.run.sqlite.Job.Work;
import dev.retort.run.sqlite.Watch.Moment;
import dev.retort.run.traffic.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. It commits together all that came while the last commit went on.
final class Writer {
  /// The write-ahead file is emptied after as much of large records, too.
  private static final long BYTES_A_CHECKPOINT = 64L << 20;

  private final SqliteFile file;
  private final @Nullable String run;
  private final Exchange.Tools tools;
  private final Fresh fresh;
  private final RecentKeys recent = new RecentKeys();
  private final Connection connection;
  private final @Nullable Long runNumber;
  private @Nullable Inserter inserter;
  private final JobQueue queue = new JobQueue(Time.SYSTEM);
  private final AtomicLong commits = new AtomicLong();
  private final int checkpoint;
  /// Records since the last checkpoint, and those that are not in the index.
  private long records;
  private long bytes;
  /// What went wrong with the upkeep for which neither the disk nor another process is at fault.
  private @Nullable Throwable fault;

  /// Something nobody waits for. Where it fails, the next one does it.
  private interface Upkeep {
    void run() throws SQLException;
  }

  /// @param run the run that writes; null for a ledger of one run
  /// @param checkpoint records after which the write-ahead file is emptied
  Writer(SqliteFile file, Exchange.Tools tools, @Nullable String run, int checkpoint) {
    this.checkpoint = checkpoint;
    this.file = file;
    this.tools = tools;
    this.run = run;
    this.connection = file.openToWrite();
    try {
      this.runNumber = run == null ? null : Runs.enter(connection, run);
      Reader reader = new Reader(connection, tools, recent);
      long top = reader.top();
      recent.catchUp(top, reader);
      this.records = top - reader.indexed();
      this.fresh = new Fresh(top);
      reader.release();
    } catch (SQLException e) {
      throw file.gaveUp(connection, "opened", e);
    }
    Thread.ofPlatform().daemon().name("retort-ledger").start(this::loop);
  }

  long commits() {
    return commits.get();
  }

  Fresh fresh() {
    return fresh;
  }

  RecentKeys recent() {
    return recent;
  }

  /// For tests.
  Connection connection() {
    return connection;
  }

  /// Waits until the attempt is durable.
  /// @return the success that decides, where there is one, else the attempt
  Attempt write(Attempt attempt) {
    String body = switch (attempt.ending()) {
      case Ending.Answered answered -> answered.body();
      case Ending.Failed failed -> failed.body();
    };
    Packed sooner = submit(new Work.Call(attempt, new Exchange(attempt.request(), body).packed(tools)));
    return sooner == null ? attempt : sooner.whole(tools);
  }

  void write(String about, String name, String value) {
    submit(new Work.Fact(about, name, value));
  }

  private @Nullable Packed submit(Work work) {
    Job job = new Job(work);
    if (!queue.add(job)) {
      throw new IllegalStateException("the ledger is closed");
    }
    return switch (job.await()) {
      case Ended.Kept kept -> kept.sooner();
      case Ended.Broken broken -> throw broken.cause() instanceof SQLException sql
          ? file.trouble("written", sql)
          : new IllegalStateException("the ledger could not be written", broken.cause());
    };
  }

  void close() {
    Job end = new Job(new Work.End());
    if (queue.add(end) && end.await() instanceof Ended.Broken broken) {
      throw broken.cause() instanceof SQLException sql
          ? file.trouble("closed", sql)
          : new IllegalStateException("the ledger could not be closed", broken.cause());
    }
  }

  private void loop() {
    while (true) {
      List<Job> batch = queue.take();
      Job end = batch.getLast().work() instanceof Work.End ? batch.removeLast() : null;
      if (!batch.isEmpty()) {
        commit(batch);
        checkpoint();
      }
      if (end != null) {
        end.end(closed());
        return;
      }
    }
  }

  private void commit(List<Job> batch) {
    try {
      file.watch().at(Moment.BEGIN);
      Inserter into = inserter != null ? inserter : new Inserter(connection, tools, recent, fresh, runNumber);
      inserter = into;
      List<@Nullable Packed> sooner = put(batch, into);
      file.watch().at(Moment.COMMIT);
      into.commit();
      file.watch().at(Moment.COMMITTED);
      commits.incrementAndGet();
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).end(new Ended.Kept(sooner.get(i)));
      }
    } catch (SQLException | RuntimeException | Error e) {
      fresh.end();
      recent.undone();
      SqliteFile.undo(connection, e); // nobody is left waiting, whatever went wrong
      if (inserter != null) {
        inserter.release(e);
        inserter = null;
      }
      batch.forEach(job -> job.end(new Ended.Broken(e)));
    }
  }

  private List<@Nullable Packed> put(List<Job> batch, Inserter into) throws SQLException {
    List<@Nullable Packed> sooner = new ArrayList<>(batch.size());
    long id = into.begin();
    Map<Payer, Used> used = new HashMap<>();
    fresh.found(id, batch.size());
    for (Job job : batch) {
      switch (job.work()) {
        case Work.Call call -> {
          sooner.add(into.put(++id, call));
          UsedTable.count(call.attempt(), used);
          fresh.add(call.attempt().key());
          records++;
          bytes += call.exchange().length;
        }
        case Work.Fact fact -> {
          into.put(fact);
          sooner.add(null);
        }
        case Work.End _ -> throw new IllegalStateException("the end comes last");
      }
      file.watch().at(Moment.INSERTED);
    }
    into.add(run, used);
    fresh.kept(id);
    return sooner;
  }

  /// Where the index fails, keys stay in memory; the write-ahead file is emptied all the same, which makes room.
  private void checkpoint() {
    if (records < checkpoint && bytes < BYTES_A_CHECKPOINT) {
      return;
    }
    records = 0;
    bytes = 0;
    upkeep(Moment.INDEX, () -> recent.indexed(KeyIndex.update(connection)), Moment.INDEXED);
    upkeep(Moment.CHECKPOINT, () -> SqliteFile.execute(connection, "pragma wal_checkpoint(passive)"),
        Moment.CHECKPOINTED);
  }

  private void upkeep(Moment before, Upkeep upkeep, Moment after) {
    try {
      file.watch().at(before);
      upkeep.run();
      file.watch().at(after);
    } catch (SQLException e) {
      return; // what ails the file, a commit that cannot be kept says itself
    } catch (RuntimeException | Error e) {
      fault = e; // the writer goes on, or paid answers would be lost; it is told when all are kept
    }
  }

  private Ended closed() {
    try {
      connection.close();
      return fault == null ? new Ended.Kept(null) : new Ended.Broken(fault);
    } catch (SQLException e) {
      return new Ended.Broken(e);
    }
  }
}
