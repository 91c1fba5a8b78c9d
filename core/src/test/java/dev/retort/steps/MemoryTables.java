package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tables in memory, for tests; SQL by DuckDB.
final class MemoryTables implements OfTable.Tables {
  final Path folder;
  final Facts facts;
  final List<String> dropped = new ArrayList<>();
  final String step;
  final long seed;

  record Mem(Schema schema, List<Row> list) implements OfTable.Data {
    @Override
    public long rows() {
      return list.size();
    }
  }

  MemoryTables(Path folder, Facts facts, String step, long seed) {
    this.folder = folder;
    this.facts = facts;
    this.step = step;
    this.seed = seed;
  }

  static List<Row> rows(OfTable.Data data) {
    return ((Mem) data).list();
  }

  @Override
  public OfTable.Data query(String sql, Map<String, OfTable.Data> inputs, Schema schema) {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      for (Map.Entry<String, OfTable.Data> input : inputs.entrySet()) {
        table(statement, input.getKey(), input.getValue());
      }
      try (ResultSet result = statement.executeQuery("SELECT to_json(q)::VARCHAR FROM (" + sql + ") q")) {
        while (result.next()) {
          rows.add(row(schema, Json.read(result.getString(1))));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    return new Mem(schema, rows);
  }

  private static Connection connect() throws SQLException {
    return Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
  }

  private void table(Statement statement, String name, OfTable.Data data) throws SQLException {
    StringBuilder lines = new StringBuilder();
    long position = 0;
    for (Row row : rows(data)) {
      lines.append("{\"_n\":").append(position++).append(',')
          .append(WriteJson.line(row, data.schema()).substring(1)).append('\n');
    }
    Path file = folder.resolve(name + "-" + System.nanoTime() + ".jsonl");
    try {
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String columns = data.schema().columns().stream()
        .map(column -> ", %s: '%s'".formatted(quoted(column.name()), sql(column.type()).replace("'", "''")))
        .collect(Collectors.joining());
    statement.execute("CREATE TABLE \"%s\" AS SELECT * FROM read_json('%s', format = 'newline_delimited', columns = "
        .formatted(name, file) + "{_n: 'BIGINT', id: 'VARCHAR'" + columns + "})");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String sql(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> switch (scalar) {
        case TEXT -> "VARCHAR";
        case INT -> "BIGINT";
        case FLOAT -> "DOUBLE";
        case BOOL -> "BOOLEAN";
        case JSON -> "JSON";
      };
      case Type.ListOf(Type element) -> sql(element) + "[]";
      case Type.Struct struct -> struct.fields().stream()
          .map(field -> "\"" + field.name() + "\" " + sql(field.type()))
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }

  static Row row(Schema schema, JsonNode node) {
    @Nullable
    Object[] values = new @Nullable Object[schema.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = schema.columns().get(i);
      values[i] = value(column.type(), node.get(column.name()));
    }
    return new Row(node.get("id").stringValue(), schema, values);
  }

  static @Nullable Object value(Type type, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return switch (type) {
      case Type.Scalar scalar -> switch (scalar) {
        case TEXT -> node.stringValue();
        case INT -> node.longValue();
        case FLOAT -> node.doubleValue();
        case BOOL -> node.booleanValue();
        case JSON -> node.toString();
      };
      case Type.ListOf(Type element) -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(each -> list.add(value(element, each)));
        yield list;
      }
      case Type.Struct struct -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        struct.fields().forEach(field -> map.put(field.name(), value(field.type(), node.get(field.name()))));
        yield map;
      }
    };
  }

  @Override
  public OfTable.Data map(OfTable.Data in, Schema out, OfRow.Kernel kernel) {
    List<Row> kept = new ArrayList<>();
    for (Row row : rows(in)) {
      Outcome outcome = kernel.apply(row);
      if (outcome instanceof Outcome.Kept(List<Row> rows)) {
        kept.addAll(rows);
      } else {
        drop(row.id(), outcome, "");
      }
    }
    return new Mem(out, kept);
  }

  @Override
  public OfTable.Data load(Schema schema, OfTable.Loader loader) {
    List<Row> rows = new ArrayList<>();
    loader.load(row -> {
      if (!row.schema().equals(schema)) {
        throw new IllegalStateException("a row of " + row.schema() + ", wanted " + schema);
      }
      rows.add(row);
    });
    return new Mem(schema, rows);
  }

  @Override
  public OfTable.Rows scan(OfTable.Data data) {
    Iterator<Row> rows = rows(data).iterator();
    return new OfTable.Rows() {
      @Override
      public @Nullable Row next() {
        return rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void drop(String id, Outcome outcome, String detail) {
    dropped.add(id + " " + outcome);
  }

  @Override
  public Path resolve(String path) {
    return folder.resolve(path);
  }

  @Override
  public Path export(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void exportParquet(OfTable.Data data, Path file) {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      table(statement, "out", data);
      String columns = data.schema().names().stream().map(name -> ", " + quoted(name)).collect(Collectors.joining());
      statement.execute("COPY (SELECT id%s FROM out ORDER BY _n) TO '%s' (FORMAT parquet)".formatted(columns, file));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path temporary() {
    return folder;
  }

  @Override
  public long limit() {
    return Long.MAX_VALUE;
  }

  @Override
  public String step() {
    return step;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public OfTable.RunFacts facts() {
    return facts;
  }

  @Override
  public void progress(long done) {}
}
