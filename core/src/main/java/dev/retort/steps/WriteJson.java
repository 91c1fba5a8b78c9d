package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row as one line of JSON: `id` and the columns in their order, whatever the platform.
///
/// An absent column is `null`; an absent field of a record is left out. JSON columns stand as they were read.
final class WriteJson {
  private WriteJson() {}

  static String line(Row row, Schema columns) {
    StringBuilder out = new StringBuilder("{\"id\":");
    Json.quote(row.id(), out);
    for (Column column : columns.columns()) {
      out.append(',');
      Json.quote(column.name(), out);
      out.append(':');
      value(column.type(), row.get(column.name()), out);
    }
    return out.append('}').toString();
  }

  /// A value as one field of a table: a text as it is, anything nested as JSON; null where there is none.
  static @Nullable String field(Type type, @Nullable Object value) {
    if (value == null || type == Type.Scalar.TEXT) {
      return (String) value;
    }
    StringBuilder out = new StringBuilder();
    value(type, value, out);
    return out.toString();
  }

  private static void value(Type type, @Nullable Object value, StringBuilder out) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (type) {
      case Type.Scalar scalar -> {
        switch (scalar) {
          case TEXT -> Json.quote((String) value, out);
          case INT, FLOAT, BOOL -> out.append(value);
          case JSON -> out.append(onOneLine((String) value));
        }
      }
      case Type.ListOf(Type element) -> list(element, (List<?>) value, out);
      case Type.Struct struct -> struct(struct, (Map<?, ?>) value, out);
    }
  }

  /// Line breaks of JSON text stand only between its parts, for within strings they are escaped.
  private static String onOneLine(String json) {
    Json.read(json);
    return json.replace('\n', ' ').replace('\r', ' ').strip();
  }

  private static void list(Type element, List<?> values, StringBuilder out) {
    char separator = '[';
    for (Object value : values) {
      out.append(separator);
      separator = ',';
      value(element, value, out);
    }
    out.append(values.isEmpty() ? "[]" : "]");
  }

  private static void struct(Type.Struct type, Map<?, ?> fields, StringBuilder out) {
    out.append('{');
    boolean first = true;
    for (Column field : type.fields()) {
      Object value = fields.get(field.name());
      if (value != null) {
        if (!first) {
          out.append(',');
        }
        first = false;
        Json.quote(field.name(), out);
        out.append(':');
        value(field.type(), value, out);
      }
    }
    out.append('}');
  }
}
