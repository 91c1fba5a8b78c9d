package dev.retort.run.sqlite;

import dev.retort.run.Ledger;
import dev.retort.run.LedgerStats;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import dev.retort.teacher.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ledger in one SQLite file (WAL, synced at each commit), which several threads and processes may share.
public final class SqliteLedger implements Ledger {
  /// What may wait to be asked for in a replay.
  private static final long AHEAD_BYTES = 64L << 20;
  /// The rarer the write-ahead file is emptied, the more changes of one page are written as one; it is then some 100 MB.
  private static final int RECORDS_A_CHECKPOINT = 16_384;

  private final Exchange.Tools tools = new Exchange.Tools();
  private final @Nullable String run;
  private final Readers readers;
  private final ReadAhead ahead;
  private final Writer writer;

  /// What tests set.
  /// @param aheadBytes that may wait to be asked for in a replay
  /// @param checkpoint how many records go into the write-ahead file before it is emptied
  record Setup(List<String> scripts, Watch watch, long aheadBytes, int checkpoint) {
    static final Setup USUAL = new Setup(Scripts.ALL, Watch.NONE, AHEAD_BYTES, RECORDS_A_CHECKPOINT);

    Setup with(List<String> others) {
      return new Setup(others, watch, aheadBytes, checkpoint);
    }

    Setup with(Watch other) {
      return new Setup(scripts, other, aheadBytes, checkpoint);
    }

    Setup withAhead(long bytes) {
      return new Setup(scripts, watch, bytes, checkpoint);
    }

    Setup withCheckpoint(int records) {
      return new Setup(scripts, watch, aheadBytes, records);
    }
  }

  private SqliteLedger(Path path, @Nullable String run, Setup setup) {
    SqliteFile file = new SqliteFile(path, setup.scripts(), setup.watch());
    this.run = run;
    this.writer = new Writer(file, tools, run, setup.checkpoint());
    this.readers = new Readers(file, tools, writer.recent());
    this.ahead = new ReadAhead(readers, setup.aheadBytes());
  }

  /// Opens the file, making it when it is not there and migrating it when it is of an older version.
  /// @throws dev.retort.UserError when it is another program's, a newer Retort's, damaged or out of reach; it is then
  /// left as it was
  public static SqliteLedger open(Path path) {
    return open(path, null, Setup.USUAL);
  }

  /// Opens a file that several runs share, for one of them.
  /// @param run its name, by which it is known again; `stats` and `simulated` count what it wrote
  public static SqliteLedger open(Path path, String run) {
    return open(path, run, Setup.USUAL);
  }

  static SqliteLedger open(Path path, @Nullable String run, Setup setup) {
    return new SqliteLedger(path, run, setup);
  }

  ReadAhead ahead() {
    return ahead;
  }

  Writer writer() {
    return writer;
  }

  @Override
  public @Nullable Attempt find(Key key) {
    return fresh(key) ? null : whole(readers.read(reader -> reader.find(key)));
  }

  @Override
  public @Nullable Attempt find(Key key, Asked asked) {
    return fresh(key) ? null : whole(ahead.find(key, Lane.of(asked)));
  }

  @Override
  public List<Failure> failures(Key key) {
    return readers.read(reader -> reader.failures(key));
  }

  private boolean fresh(Key key) {
    return writer.fresh().rulesOut(key, () -> readers.read(Reader::top));
  }

  private @Nullable Attempt whole(@Nullable Packed packed) {
    return packed == null ? null : packed.whole(tools);
  }

  @Override
  public Attempt record(Attempt attempt) {
    return writer.write(attempt);
  }

  @Override
  public @Nullable String fact(String about, String name) {
    return readers.read(reader -> reader.fact(about, name));
  }

  @Override
  public void learn(String about, String name, String value) {
    writer.write(about, name, value);
  }

  @Override
  public List<LedgerStats> stats() {
    return readers.readAlone(reader -> Statistics.of(reader.connection(), run));
  }

  @Override
  public Map<Payer, Used> used() {
    return readers.read(reader -> UsedTable.of(reader.connection(), run));
  }

  @Override
  public long records() {
    return readers.read(Reader::top);
  }

  @Override
  public long simulated() {
    return readers.readAlone(reader -> Statistics.simulated(reader.connection(), run));
  }

  @Override
  public void each(Consumer<Attempt> consumer) {
    readers.readAlone(reader -> {
      reader.each(consumer);
      return null;
    });
  }

  @Override
  public void close() {
    writer.fresh().end();
    readers.close();
    try {
      writer.close();
    } finally {
      tools.close();
    }
  }
}
