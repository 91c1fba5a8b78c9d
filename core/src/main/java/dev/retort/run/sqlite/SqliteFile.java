package dev.retort.run.sqlite;

import dev.retort.UserError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/// The ledger's file: connections to it, its version, and what is wrong with it.
///
/// A file is looked at before it is changed: one that is not a ledger, or of a newer Retort, stays as it was.
final class SqliteFile {
  /// "RTRT", by which SQLite files are told apart.
  private static final int APPLICATION = 0x52545254;
  /// Each connection is used by one thread at a time, so SQLite need not see to that.
  private static final int OPEN_MODE = SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.CREATE.flag
      | SQLiteOpenMode.OPEN_URI.flag | SQLiteOpenMode.NOMUTEX.flag;
  private static final int BUSY_MILLIS = 20_000;
  /// For the pages of the index of keys, which are written in no order.
  private static final int CACHE_KIB = 16_384;
  /// The writer empties the write-ahead file long before.
  private static final int MOST_WAL_PAGES = 100_000;

  private final Path path;
  private final List<String> scripts;
  private final Watch watch;

  SqliteFile(Path path, List<String> scripts, Watch watch) {
    this.path = path;
    this.scripts = scripts;
    this.watch = watch;
  }

  Watch watch() {
    return watch;
  }

  /// Makes or migrates the file where needed, and gives the connection to write with.
  Connection openToWrite() {
    try {
      Connection connection = connect();
      try {
        checkVersion(connection);
        execute(connection, "pragma journal_mode = wal");
        execute(connection, "pragma synchronous = full");
        execute(connection, "pragma cache_size = -" + CACHE_KIB);
        execute(connection, "pragma wal_autocheckpoint = " + MOST_WAL_PAGES);
        migrate(connection);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw trouble("opened", e);
    }
  }

  Connection openToRead() {
    try {
      Connection connection = connect();
      execute(connection, "pragma query_only = on");
      return connection;
    } catch (SQLException e) {
      throw trouble("read", e);
    }
  }

  private Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    settings.setProperty("open_mode", Integer.toString(OPEN_MODE));
    // else the driver asks for the last row id after each insert, by a statement that it makes anew
    settings.setProperty("jdbc.get_generated_keys", "false");
    String url = JDBC.PREFIX + "file:" + path.toAbsolutePath().toUri().getRawPath();
    Connection connection = new JDBC().connect(url, settings);
    if (connection == null) {
      throw new SQLException("no connection to " + url);
    }
    return connection;
  }

  /// The file's version; 0 for a new one.
  private int checkVersion(Connection connection) throws SQLException {
    int version = (int) number(connection, "pragma user_version");
    long application = number(connection, "pragma application_id");
    boolean empty = number(connection, "select count(*) from sqlite_master") == 0;
    if (version == 0 && application == 0 && empty) {
      return 0;
    }
    if (application != APPLICATION || version < 1) {
      throw new UserError("%s: is an SQLite file of another program, not a ledger. Name another file.".formatted(path));
    }
    if (version > scripts.size()) {
      throw new UserError(
          ("%s: was written by a newer Retort (ledger version %d), this one knows versions up to %d. Use the newer "
              + "Retort, or name another ledger. The file was not changed.").formatted(path, version, scripts.size()));
    }
    return version;
  }

  private void migrate(Connection connection) throws SQLException {
    if (checkVersion(connection) == scripts.size()) {
      return;
    }
    execute(connection, "begin immediate");
    try {
      watch.at(Watch.Moment.MIGRATE);
      for (int version = checkVersion(connection); version < scripts.size(); version++) {
        execute(connection, scripts.get(version));
        watch.at(Watch.Moment.MIGRATED);
        execute(connection, "pragma user_version = " + (version + 1));
      }
      execute(connection, "pragma application_id = " + APPLICATION);
      execute(connection, "commit");
    } catch (SQLException | RuntimeException e) {
      undo(connection, e);
      throw e;
    }
  }

  /// Takes a transaction back; what goes wrong with that is told along with the `cause`.
  static void undo(Connection connection, Throwable cause) {
    try {
      execute(connection, "rollback");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /// Closes a connection that turned out to be of no use.
  RuntimeException gaveUp(Connection connection, String done, SQLException e) {
    try {
      connection.close();
    } catch (SQLException again) {
      e.addSuppressed(again);
    }
    return trouble(done, e);
  }

  /// The exception to throw: the user's where the disk, the file or another process is at fault.
  RuntimeException trouble(String done, SQLException e) {
    SQLiteErrorCode code = e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
    String advice = switch (code.code & 0xff) {
      case 13 -> "the disk is full. Free some space and run the same command again; every call kept so far stays.";
      case 10 -> "the disk failed (%s). Check it and its free space, and run the same command again.".formatted(code);
      case 5, 6 -> "another process kept it locked for %d s. Stop that process, or name another ledger."
          .formatted(BUSY_MILLIS / 1000);
      case 8, 3 -> "it may not be written. Change its permissions, or name another ledger.";
      case 14 -> "it cannot be opened. Check that its folder exists and may be written.";
      case 26, 11 -> "it is not an SQLite file, or a damaged one. Name another file, or bring it back from a copy.";
      default -> "";
    };
    if (advice.isEmpty()) {
      return new IllegalStateException("%s: could not be %s: %s".formatted(path, done, e.getMessage()), e);
    }
    UserError error = new UserError("%s: could not be %s: %s".formatted(path, done, advice));
    error.initCause(e);
    return error;
  }
}
