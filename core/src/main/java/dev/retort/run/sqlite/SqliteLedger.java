package dev.retort.run.sqlite;

import dev.retort.run.Ledger;
import dev.retort.run.LedgerStats;
import dev.retort.run.spend.Payer;
import dev.retort.run.spend.Used;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ledger in one SQLite file (WAL, synced at each commit), which several threads and processes may share.
public final class SqliteLedger implements Ledger {
  private final Readers readers;
  private final Writer writer;
  private final String run;

  private SqliteLedger(SqliteFile file, String run) {
    this.run = run;
    this.writer = new Writer(file, run);
    this.readers = new Readers(file);
  }

  /// Opens the file, making it when it is not there and migrating it when it is of an older version.
  /// @throws dev.retort.UserError when it is another program's, a newer Retort's, damaged or out of reach; it is then
  /// left as it was
  public static SqliteLedger open(Path path) {
    return open(path, "");
  }

  /// Opens a file that several runs may share.
  /// @param run the run's own mark, by which what it used is told from what others did; empty for a ledger of one run
  public static SqliteLedger open(Path path, String run) {
    return new SqliteLedger(new SqliteFile(path, SqliteFile.SCRIPTS), run);
  }

  static SqliteLedger open(Path path, List<String> scripts) {
    return new SqliteLedger(new SqliteFile(path, scripts), "");
  }

  Writer writer() {
    return writer;
  }

  @Override
  public @Nullable Attempt find(Key key) {
    return readers.read(reader -> reader.find(key));
  }

  @Override
  public void record(Attempt attempt) {
    writer.write(attempt);
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
    return readers.readAlone(reader -> Statistics.of(reader.connection()));
  }

  @Override
  public Map<Payer, Used> used() {
    return readers.read(reader -> UsedTable.of(reader.connection(), run));
  }

  @Override
  public long records() {
    return readers.read(reader -> count(reader, "select count(*) from calls"));
  }

  @Override
  public long simulated() {
    return readers
        .readAlone(reader -> count(reader, "select count(*) from calls where simulated and kind <> 'tokenize'"));
  }

  private static long count(Reader reader, String sql) throws SQLException {
    try (PreparedStatement statement = reader.connection().prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    }
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
    readers.close();
    writer.close();
  }
}
