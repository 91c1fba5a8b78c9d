package dev.retort.run.sqlite;

import dev.retort.run.Ledger;
import dev.retort.run.LedgerStats;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ledger in one SQLite file (WAL, synced at each commit), which several threads and processes may share.
public final class SqliteLedger implements Ledger {
  /// What may wait to be asked for in a replay.
  private static final long AHEAD_BYTES = 64L << 20;

  private final Exchange.Tools tools = new Exchange.Tools();
  private final @Nullable String run;
  private final Readers readers;
  private final ReadAhead ahead;
  private final Writer writer;

  /// What tests set.
  /// @param aheadBytes that may wait to be asked for in a replay
  record Setup(List<String> scripts, Watch watch, long aheadBytes) {
    static final Setup USUAL = new Setup(Scripts.ALL, Watch.NONE, AHEAD_BYTES);
  }

  private SqliteLedger(SqliteFile file, @Nullable String run, long aheadBytes) {
    this.run = run;
    this.writer = new Writer(file, tools, run);
    this.readers = new Readers(file, tools);
    this.ahead = new ReadAhead(readers, aheadBytes);
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
    return new SqliteLedger(new SqliteFile(path, setup.scripts(), setup.watch()), run, setup.aheadBytes());
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
    writer.close();
    tools.close();
  }
}
