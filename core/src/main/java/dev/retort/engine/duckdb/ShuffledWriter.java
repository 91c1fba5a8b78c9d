package dev.retort.engine.duckdb;

import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/// Spools rows as they come and their keys beside them; DuckDB sorts the keys only, then the rows follow.
final class ShuffledWriter implements Engine.Shuffled {
  private final Duck duck;
  private final TableWriter ordered;
  private final Path place;
  private final Spool spool;
  private final Path keysFile;
  private final BufferedWriter keys;

  ShuffledWriter(Duck duck, Path folder, Schema schema, Set<Path> inUse) {
    this.duck = duck;
    this.place = folder;
    this.ordered = new TableWriter(duck, folder, schema, inUse);
    this.keysFile = ordered.file("keys.csv");
    try {
      this.spool = new Spool(ordered.file("shuffled.jsonl"), schema);
      this.keys = Files.newBufferedWriter(keysFile);
    } catch (IOException e) {
      ordered.close();
      throw Trouble.of(e, "beginning a table", folder);
    }
  }

  @Override
  public synchronized void add(long major, long minor, int ordinal, Row row) {
    try {
      long start = spool.bytes();
      spool.add(row);
      keys.write(major + "," + minor + "," + ordinal + "," + start + "," + (spool.bytes() - start) + "\n");
    } catch (IOException e) {
      throw Trouble.of(e, "writing rows", place);
    }
  }

  @Override
  public synchronized Table publish() {
    try {
      spool.finish();
      keys.close();
      try (FileChannel lines = FileChannel.open(spool.file())) {
        follow(lines);
      }
      Files.delete(spool.file());
      Files.delete(keysFile);
      return ordered.publish();
    } catch (IOException | SQLException e) {
      throw Trouble.of(e, "writing the table", place);
    }
  }

  private void follow(FileChannel lines) throws SQLException, IOException {
    byte[] line = new byte[Math.toIntExact(Math.max(1, spool.longest()))];
    try (Connection connection = duck.connection();
        Statement statement = connection.createStatement();
        ResultSet sorted = statement.executeQuery("""
            SELECT a, l FROM read_csv(%s, auto_detect = false, header = false, delim = ',', columns = {'m': 'BIGINT',
            'n': 'BIGINT', 'o': 'INTEGER', 'a': 'BIGINT', 'l': 'BIGINT'}) ORDER BY m, n, o, a
            """.formatted(Sql.path(keysFile)))) {
      while (sorted.next()) {
        long at = sorted.getLong(1);
        int length = Math.toIntExact(sorted.getLong(2));
        ByteBuffer into = ByteBuffer.wrap(line, 0, length);
        while (into.hasRemaining() && lines.read(into, at + into.position()) >= 0) {
          continue;
        }
        ordered.line(line, length);
      }
    }
  }

  @Override
  public synchronized void close() {
    try {
      spool.close();
      keys.close();
    } catch (IOException e) {
      throw Trouble.of(e, "closing rows", place);
    } finally {
      ordered.close();
    }
  }
}
