package dev.retort.engine.duckdb;

import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;

/// The engine of one machine: tables are Parquet files, DuckDB moves and queries them.
///
/// DuckDB is started when it is first needed. Its memory is bounded; what does not fit goes to the work folder.
public final class DuckDbEngine implements Engine {
  /// Megabytes DuckDB may use by default.
  public static final int MEMORY = 256;

  private final Duck duck;
  private final int threads;
  private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

  /// @param work a folder of the engine's own for what does not fit into memory
  public DuckDbEngine(Path work) {
    this(work, MEMORY, Runtime.getRuntime().availableProcessors());
  }

  /// @param work a folder of the engine's own for what does not fit into memory
  public DuckDbEngine(Path work, int megabytes, int threads) {
    this.duck = new Duck(work, megabytes, threads);
    this.threads = threads;
  }

  @Override
  public OfTable.Rows scan(Table table) {
    return Scan.of(duck, table);
  }

  @Override
  public Writer ordered(Path folder, Schema schema) {
    return new TableWriter(duck, folder, schema, inUse);
  }

  @Override
  public Shuffled shuffled(Path folder, Schema schema) {
    return new ShuffledWriter(duck, folder, schema, inUse);
  }

  @Override
  public Table query(Path folder, String sql, Map<String, Table> inputs, Schema schema) {
    Sql.check(schema);
    try (Connection connection = duck.connection()) {
      for (Map.Entry<String, Table> input : inputs.entrySet()) {
        execute(connection, "CREATE TEMP VIEW %s AS %s".formatted(Sql.name(input.getKey()), view(input.getValue())));
      }
      compare(described(connection, wanted(schema)), described(connection, sql));
      return TableWriter.narrow(width(inputs))
          ? copy(connection, sql, folder, schema)
          : stream(sql, connection, folder, schema);
    } catch (SQLException | IOException e) {
      throw Trouble.of(e, "a query", folder);
    }
  }

  @Override
  public void file(Table table, Path file) {
    List<Path> parts = TableFile.files(table.folder());
    try {
      if (parts.size() == 1) {
        Files.copy(parts.getFirst(), file);
      } else {
        join(table, parts, file);
      }
      Folders.sync(file);
    } catch (SQLException | IOException e) {
      throw Trouble.of(e, "writing Parquet", file);
    }
  }

  private Table copy(Connection connection, String sql, Path folder, Schema schema) throws SQLException, IOException {
    try (Aside aside = new Aside(folder, inUse)) {
      return aside.publish(schema, List.of(TableWriter.copy(connection, sql, aside.file(TableFile.part(0)), 0)));
    }
  }

  /// Wide rows go through the writer, which cuts them into small parts.
  private Table stream(String sql, Connection connection, Path folder, Schema schema) {
    try (Scan rows = new Scan(schema, folder, connection, List.of("(" + sql + ")"));
        Writer writer = ordered(folder, schema)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        writer.add(row);
      }
      return writer.publish();
    }
  }

  /// All parts of a table with the rows' positions. One reader for all parts: one for each would each hold memory.
  private static String view(Table table) {
    StringJoiner offsets = new StringJoiner(", ", "[", "]::BIGINT[]");
    long before = 0;
    for (long rows : TableFile.parts(table.folder())) {
      offsets.add(String.valueOf(before));
      before += rows;
    }
    return "SELECT * EXCLUDE (file_row_number), file_row_number + (%s)[CAST(file_index AS BIGINT) + 1] AS _n FROM read_parquet(%s, file_row_number = true)"
        .formatted(offsets, Sql.paths(TableFile.files(table.folder())));
  }

  /// Bytes of a row of the widest input, told from its compressed file.
  private static long width(Map<String, Table> inputs) throws IOException {
    long widest = 0;
    for (Table input : inputs.values()) {
      long bytes = 0;
      for (Path part : TableFile.files(input.folder())) {
        bytes += Files.size(part);
      }
      widest = Math.max(widest, 4 * bytes / Math.max(1, input.rows()));
    }
    return widest;
  }

  private static String wanted(Schema schema) {
    StringBuilder sql = new StringBuilder("SELECT NULL::VARCHAR AS \"id\"");
    for (Column column : schema.columns()) {
      sql.append(", NULL::").append(Sql.type(column.type())).append(" AS ").append(Sql.name(column.name()));
    }
    return sql.toString();
  }

  private static void compare(List<String> wanted, List<String> found) {
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException("the query gives columns %s, wanted %s".formatted(found, wanted));
    }
  }

  private static List<String> described(Connection connection, String sql) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("DESCRIBE " + sql)) {
      while (results.next()) {
        columns.add(results.getString(1) + ' ' + results.getString(2));
      }
    }
    return columns;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Table map(Table in, Path folder, Schema out, OfRow.Kernel kernel, Rest rest) {
    try (OfTable.Rows rows = scan(in); Writer writer = ordered(folder, out)) {
      new Mapping(rows, kernel, writer, rest, threads).run(threads);
      return writer.publish();
    }
  }

  /// One thread streams the rows; several would hold back what comes early.
  private void join(Table table, List<Path> parts, Path file) throws SQLException, IOException {
    try (Connection connection = duck.connection()) {
      execute(connection, "SET GLOBAL threads = 1");
      String all = "SELECT * FROM read_parquet(%s)".formatted(Sql.paths(parts));
      try {
        long rows = TableWriter.copy(connection, all, file, width(Map.of("all", table)));
        if (rows != table.rows()) {
          throw new IllegalStateException("%s: %d of %d rows were copied".formatted(file, rows, table.rows()));
        }
      } finally {
        execute(connection, "SET GLOBAL threads = " + threads);
      }
    }
  }

  @Override
  public Table open(Path folder) {
    return TableFile.read(folder);
  }

  @Override
  public void close() {
    duck.close();
  }
}
