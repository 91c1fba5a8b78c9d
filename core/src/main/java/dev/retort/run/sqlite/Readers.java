package dev.retort.run.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A few connections to read by, opened when first needed.
final class Readers {
  private static final int MOST = 4;

  private final SqliteFile file;
  private final Exchange.Tools tools;
  private final RecentKeys recent;
  private final Semaphore places = new Semaphore(MOST);
  private volatile boolean closed;
  private final Queue<Reader> idle = new ConcurrentLinkedQueue<>();

  /// Something read.
  interface Reading<T extends @Nullable Object> {
    T by(Reader reader) throws SQLException;
  }

  Readers(SqliteFile file, Exchange.Tools tools, RecentKeys recent) {
    this.file = file;
    this.tools = tools;
    this.recent = recent;
  }

  /// Reads by one of the shared connections: for what is short.
  <T extends @Nullable Object> T read(Reading<T> reading) {
    places.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the ledger is closed");
      }
      Reader pooled = idle.poll();
      Reader reader = pooled != null ? pooled : open();
      T result;
      try {
        result = reading.by(reader);
      } catch (SQLException | RuntimeException e) {
        reader.close(); // a statement that failed cannot be used again
        throw e;
      }
      idle.add(reader);
      return result;
    } catch (SQLException e) {
      throw file.trouble("read", e);
    } finally {
      places.release();
    }
  }

  /// Reads by a connection of its own: for what is long.
  <T extends @Nullable Object> T readAlone(Reading<T> reading) {
    try (Reader reader = open()) {
      return reading.by(reader);
    } catch (SQLException e) {
      throw file.trouble("read", e);
    }
  }

  private Reader open() throws SQLException {
    Connection connection = file.openToRead();
    try {
      return new Reader(connection, tools, recent);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// Waits for the reads that go on. Later ones fail.
  synchronized void close() {
    if (closed) {
      return;
    }
    places.acquireUninterruptibly(MOST);
    closed = true;
    places.release(MOST);
    for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
      try {
        reader.close();
      } catch (SQLException e) {
        throw file.trouble("closed", e);
      }
    }
  }
}
