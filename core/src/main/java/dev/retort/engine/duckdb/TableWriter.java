package dev.retort.engine.duckdb;

import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Spools rows beside the table's place and has DuckDB write them as Parquet, part by part, in their order.
///
/// DuckDB holds 2,048 rows at least while it writes or reads, however long they are. Parts of few bytes keep that small.
final class TableWriter implements Engine.Writer {
  private static final int ROW_GROUP = 8192;
  private static final int SMALLEST_GROUP = 2048;
  private static final long NARROW_ROW = 4096;
  private static final long PART = 4 << 20;
  private static final String SPOOL = "rows.jsonl";

  private final Duck duck;
  private final Schema schema;
  private final Aside aside;
  private final List<Long> parts = new ArrayList<>();
  private Spool spool;

  TableWriter(Duck duck, Path folder, Schema schema, Set<Path> inUse) {
    Sql.check(schema);
    this.duck = duck;
    this.schema = schema;
    this.aside = new Aside(folder, inUse);
    try {
      this.spool = new Spool(aside.file(SPOOL), schema);
    } catch (IOException e) {
      aside.close();
      throw Trouble.of(e, "beginning a table", folder);
    }
  }

  /// A file beside the table in the making.
  Path file(String name) {
    return aside.file(name);
  }

  @Override
  public void add(Row row) {
    try {
      spool.add(row);
      endFullPart();
    } catch (IOException | SQLException e) {
      throw Trouble.of(e, "writing rows", aside.place());
    }
  }

  /// Adds a row as another spool of the same columns wrote it.
  void line(byte[] line, int length) {
    try {
      spool.line(line, length);
      endFullPart();
    } catch (IOException | SQLException e) {
      throw Trouble.of(e, "writing rows", aside.place());
    }
  }

  static boolean narrow(long width) {
    return width < NARROW_ROW;
  }

  private void endFullPart() throws IOException, SQLException {
    if (spool.bytes() >= PART) {
      endPart();
      spool = new Spool(aside.file(SPOOL), schema);
    }
  }

  private void endPart() throws IOException, SQLException {
    spool.finish();
    try (Connection connection = duck.connection()) {
      long rows = copy(connection, select(), aside.file(TableFile.part(parts.size())), spool.width());
      if (rows != spool.rows()) {
        throw new IllegalStateException(
            "%s: %d rows were given and %d stored".formatted(aside.place(), spool.rows(), rows));
      }
      parts.add(rows);
    }
  }

  @Override
  public Table publish() {
    try {
      if (spool.rows() > 0 || parts.isEmpty()) {
        endPart();
      } else {
        spool.finish();
      }
      Files.delete(spool.file());
      return aside.publish(schema, parts);
    } catch (IOException | SQLException e) {
      throw Trouble.of(e, "writing the table", aside.place());
    }
  }

  /// Writes the result of a query as one Parquet file and gives the number of its rows.
  /// @param width bytes of a row, about
  static long copy(Connection connection, String select, Path file, long width) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)"
          .formatted(select, Sql.target(file), narrow(width) ? ROW_GROUP : SMALLEST_GROUP));
    }
  }

  private String select() {
    StringBuilder out = new StringBuilder("SELECT i AS \"id\"");
    StringBuilder in = new StringBuilder("{'i': 'VARCHAR'");
    for (int i = 0; i < schema.columns().size(); i++) {
      Column column = schema.columns().get(i);
      String value = Sql.holdsJson(column.type()) ? "CAST(c%d AS %s)".formatted(i, Sql.type(column.type())) : "c" + i;
      out.append(", ").append(value).append(" AS ").append(Sql.name(column.name()));
      in.append(", 'c").append(i).append("': ").append(Sql.text(Sql.travelling(column.type())));
    }
    // Its buffers are twice this size for each thread, so it is no larger than the longest line needs.
    long object = Math.max(1 << 20, spool.longest() + 16);
    return String.format(Locale.ROOT,
        "%s FROM read_json(%s, format = 'newline_delimited', maximum_object_size = %d, columns = %s})", out,
        Sql.path(spool.file()), object, in);
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException e) {
      throw Trouble.of(e, "closing rows", aside.place());
    } finally {
      aside.close();
    }
  }
}
