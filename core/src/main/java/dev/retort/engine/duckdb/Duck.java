package dev.retort.engine.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// One DuckDB in memory, opened when it is first needed; each statement has a connection of its own.
final class Duck implements AutoCloseable {
  private final Path work;
  private final int megabytes;
  private final int threads;
  private @Nullable DuckDBConnection root;
  private boolean closed;

  Duck(Path work, int megabytes, int threads) {
    this.work = work;
    this.megabytes = megabytes;
    this.threads = threads;
  }

  Path work() {
    return work;
  }

  /// A connection to be closed after one statement.
  synchronized Connection connection() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    try {
      DuckDBConnection open = root;
      if (open == null) {
        open = start();
        root = open;
      }
      return open.duplicate();
    } catch (SQLException | IOException e) {
      throw Trouble.of(e, "starting DuckDB", work);
    }
  }

  private DuckDBConnection start() throws SQLException, IOException {
    Path spill = work.resolve("spill");
    Folders.delete(spill);
    Files.createDirectories(spill);
    Properties properties = new Properties();
    properties.setProperty("memory_limit", megabytes + "MB");
    properties.setProperty("threads", String.valueOf(threads));
    properties.setProperty("temp_directory", spill.toAbsolutePath().toString());
    properties.setProperty("preserve_insertion_order", "true");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    // DriverManager would start every driver on the class path.
    DuckDBConnection started = (DuckDBConnection) Objects
        .requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", properties));
    try (Statement statement = started.createStatement()) {
      statement.execute("SET GLOBAL TimeZone = 'UTC'");
    }
    return started;
  }

  @Override
  public synchronized void close() {
    closed = true;
    DuckDBConnection open = root;
    root = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
      Folders.delete(work.resolve("spill"));
    } catch (SQLException | IOException e) {
      throw Trouble.of(e, "closing DuckDB", work);
    }
  }
}
