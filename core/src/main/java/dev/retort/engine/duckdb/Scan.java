package dev.retort.engine.duckdb;

import dev.retort.engine.Table;
import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import dev.retort.step.OfTable;
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
import org.jspecify.annotations.Nullable;

/// The rows of a table or of a query one after the other, streamed part by part.
final class Scan implements OfTable.Rows {
  private final Schema schema;
  private final Path place;
  private final Connection connection;
  private final Iterator<String> sources;
  private final @Nullable String[] lastText;
  private final @Nullable Object[] lastValue;
  private @Nullable Statement statement;
  private @Nullable ResultSet results;

  /// @param sources what can stand behind FROM, one after the other
  /// @param connection closed with this
  Scan(Schema schema, Path place, Connection connection, List<String> sources) {
    this.schema = schema;
    this.place = place;
    this.connection = connection;
    this.sources = sources.iterator();
    this.lastText = new @Nullable String[schema.columns().size() + 2];
    this.lastValue = new @Nullable Object[lastText.length];
  }

  static Scan of(Duck duck, Table table) {
    List<String> sources = TableFile.files(table.folder()).stream()
        .map(part -> "read_parquet(%s)".formatted(Sql.path(part))).toList();
    return new Scan(table.schema(), table.folder(), duck.connection(), sources);
  }

  private String select(String source) {
    StringBuilder sql = new StringBuilder("SELECT \"id\"");
    for (Column column : schema.columns()) {
      String name = Sql.name(column.name());
      sql.append(", ").append(switch (column.type()) {
        case Type.Scalar.JSON -> "CAST(%s AS VARCHAR)".formatted(name);
        case Type.Scalar scalar -> name;
        case Type.ListOf list -> nested(name, list);
        case Type.Struct struct -> nested(name, struct);
      });
    }
    return sql.append(" FROM ").append(source).toString();
  }

  private static String nested(String name, Type type) {
    String value = Sql.holdsJson(type) ? "CAST(%s AS %s)".formatted(name, Sql.travelling(type)) : name;
    return "CAST(to_json(%s) AS VARCHAR)".formatted(value);
  }

  @Override
  public @Nullable Row next() {
    try {
      ResultSet at = results;
      while (at == null || !at.next()) {
        if (!sources.hasNext()) {
          return null;
        }
        at = open(sources.next());
      }
      @Nullable
      Object[] values = new @Nullable Object[schema.columns().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(at, i + 2, schema.columns().get(i).type());
      }
      return new Row(at.getString(1), schema, values);
    } catch (SQLException e) {
      throw Trouble.of(e, "reading", place);
    }
  }

  private ResultSet open(String source) throws SQLException {
    end();
    Statement next = connection.createStatement();
    statement = next;
    ResultSet opened = next.executeQuery(select(source));
    results = opened;
    return opened;
  }

  private void end() throws SQLException {
    ResultSet at = results;
    Statement of = statement;
    results = null;
    statement = null;
    if (at != null) {
      at.close();
    }
    if (of != null) {
      of.close();
    }
  }

  private @Nullable Object value(ResultSet results, int at, Type type) throws SQLException {
    return switch (type) {
      case Type.Scalar.TEXT, Type.Scalar.JSON -> results.getString(at);
      case Type.Scalar.INT -> present(results, results.getLong(at));
      case Type.Scalar.FLOAT -> present(results, results.getDouble(at));
      case Type.Scalar.BOOL -> present(results, results.getBoolean(at));
      case Type.ListOf list -> nested(results, at, list);
      case Type.Struct struct -> nested(results, at, struct);
    };
  }

  private @Nullable Object present(ResultSet results, Object value) throws SQLException {
    return results.wasNull() ? null : value;
  }

  private @Nullable Object nested(ResultSet results, int at, Type type) throws SQLException {
    String text = results.getString(at);
    if (text == null) {
      return null;
    }
    // Neighbours are often alike, such as the sources of rows of one file.
    if (!text.equals(lastText[at])) {
      lastValue[at] = typed(JsonTree.parse(text), type);
      lastText[at] = text;
    }
    return lastValue[at];
  }

  private static @Nullable Object typed(@Nullable Object value, Type type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Type.Scalar.TEXT, Type.Scalar.JSON, Type.Scalar.BOOL -> value;
      case Type.Scalar.INT -> Long.valueOf(((JsonTree.Num) value).literal());
      case Type.Scalar.FLOAT -> Double.valueOf(((JsonTree.Num) value).literal());
      case Type.ListOf list -> {
        List<@Nullable Object> values = new ArrayList<>();
        ((List<?>) value).forEach(element -> values.add(typed(element, list.element())));
        yield values;
      }
      case Type.Struct struct -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        struct.fields().forEach(
            field -> values.put(field.name(), typed(((Map<?, ?>) value).get(field.name()), field.type())));
        yield values;
      }
    };
  }

  @Override
  public void close() {
    try (connection) {
      end();
    } catch (SQLException e) {
      throw Trouble.of(e, "closing", place);
    }
  }
}
