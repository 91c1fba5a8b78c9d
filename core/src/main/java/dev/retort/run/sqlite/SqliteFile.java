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

/// The ledger's file: connections to it, its version, and what is wrong with it.
///
/// A file is looked at before it is changed: one that is not a ledger, or of a newer Retort, stays as it was.
final class SqliteFile {
  /// "RTRT", by which SQLite files are told apart.
  private static final int APPLICATION = 0x52545254;
  private static final int BUSY_MILLIS = 20_000;

  /// The script at position n makes version n + 1 of version n. A published script is never changed.
  static final List<String> SCRIPTS = List.of("""
      create table calls (
        id integer primary key, key blob not null, kind text not null, teacher text not null, endpoint text not null,
        step text not null, row text not null, sample integer not null, attempt integer not null,
        failure text, message text, finish_reason text, served_model text,
        prompt_tokens integer, completion_tokens integer, tokens_estimated integer, simulated integer,
        started_ms integer not null, first_byte_us integer, total_us integer not null,
        request blob not null, response blob);
      create index calls_by_key on calls (key);
      create table facts (about text not null, name text not null, value text not null, primary key (about, name));
      """, UsedTable.SCRIPT);

  private final Path path;
  private final List<String> scripts;

  SqliteFile(Path path, List<String> scripts) {
    this.path = path;
    this.scripts = scripts;
  }

  /// Makes or migrates the file where needed, and gives the connection to write with.
  Connection openToWrite() {
    try {
      Connection connection = connect();
      try {
        checkVersion(connection);
        execute(connection, "pragma journal_mode = wal");
        execute(connection, "pragma synchronous = full");
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
    String url = JDBC.PREFIX + "file:" + path.toAbsolutePath().toUri().getRawPath();
    Connection connection = new JDBC().connect(url, settings);
    if (connection == null) {
      throw new SQLException("no connection to " + url);
    }
    return connection;
  }

  /// The file's version; 0 for a new one.
  private int checkVersion(Connection connection) throws SQLException {
    int version = number(connection, "pragma user_version");
    int application = number(connection, "pragma application_id");
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
      for (int version = checkVersion(connection); version < scripts.size(); version++) {
        execute(connection, scripts.get(version));
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

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getInt(1) : 0;
    }
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
