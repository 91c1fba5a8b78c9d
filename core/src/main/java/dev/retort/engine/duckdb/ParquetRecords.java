package dev.retort.engine.duckdb;

import dev.retort.DiskFull;
import dev.retort.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The records of a Parquet file that Retort did not write, each as JSON text.
public final class ParquetRecords implements AutoCloseable {
  /// Megabytes: rows come to us by the 2,048, and those of others may be wide.
  private static final int MEMORY = 1024;

  private final Path file;
  private final Path work;
  private final Duck duck;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet results;

  private ParquetRecords(Path file, Path work, Duck duck) throws SQLException {
    this.file = file;
    this.work = work;
    this.duck = duck;
    this.connection = duck.connection();
    this.statement = connection.createStatement();
    this.results = statement.executeQuery("SELECT CAST(to_json(%s) AS VARCHAR) FROM read_parquet(%s)"
        .formatted(struct(duck, file), Sql.path(file)));
  }

  /// All columns by name, for a table's alias would mean a column of that name where there is one.
  private static String struct(Duck duck, Path file) throws SQLException {
    StringJoiner struct = new StringJoiner(", ", "{", "}");
    try (Connection connection = duck.connection();
        Statement statement = connection.createStatement();
        ResultSet columns = statement
            .executeQuery("DESCRIBE SELECT * FROM read_parquet(%s)".formatted(Sql.path(file)))) {
      while (columns.next()) {
        String name = columns.getString(1);
        struct.add(Sql.text(name) + ": " + Sql.name(name));
      }
    }
    return struct.toString();
  }

  /// @throws UserError when the file is no Parquet
  public static ParquetRecords open(Path file) {
    try {
      Path work = Files.createTempDirectory("retort-parquet-");
      Duck duck = new Duck(work, MEMORY, 1);
      try {
        return new ParquetRecords(file, work, duck);
      } catch (SQLException e) {
        duck.close();
        Folders.delete(work);
        throw unreadable(file, e);
      }
    } catch (IOException e) {
      throw Trouble.of(e, "opening Parquet", file);
    }
  }

  /// The next record, or null at the end.
  public @Nullable String next() {
    try {
      return results.next() ? results.getString(1) : null;
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  private static RuntimeException unreadable(Path file, SQLException e) {
    if (DiskFull.causes(e)) {
      return Trouble.of(e, "reading Parquet", file);
    }
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    UserError error = new UserError("%s: cannot be read as Parquet: %s".formatted(file, first));
    error.initCause(e);
    return error;
  }

  @Override
  public void close() {
    try (duck) {
      results.close();
      statement.close();
      connection.close();
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
    try {
      Folders.delete(work);
    } catch (IOException e) {
      throw Trouble.of(e, "clearing up", work);
    }
  }
}
