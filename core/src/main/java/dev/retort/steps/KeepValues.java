package dev.retort.steps;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A row's values as CEL knows them.
///
/// What is absent has no entry, so that reading it is unknown; only inside a list it is `null`, for the others to keep
/// their places. JSON numbers that no long holds are doubles.
final class KeepValues {
  private KeepValues() {}

  static Map<String, Object> of(Row row) {
    Map<String, Object> values = HashMap.newHashMap(row.schema().columns().size() + 1);
    values.put("id", row.id());
    List<Column> columns = row.schema().columns();
    for (int i = 0; i < columns.size(); i++) {
      put(values, columns.get(i), row.get(i));
    }
    return values;
  }

  private static void put(Map<String, Object> values, Column column, @Nullable Object value) {
    if (value != null) {
      Object converted = value(column.type(), value);
      if (converted != NullValue.NULL_VALUE) {
        values.put(column.name(), converted);
      }
    }
  }

  private static Object value(Type type, Object value) {
    return switch (type) {
      case Type.Scalar scalar -> scalar == Type.Scalar.JSON ? json(Json.read((String) value)) : value;
      case Type.ListOf(Type element) -> list(element, (List<?>) value);
      case Type.Struct struct -> struct(struct, (Map<?, ?>) value);
    };
  }

  private static List<Object> list(Type element, List<?> values) {
    List<Object> converted = new ArrayList<>(values.size());
    for (Object value : values) {
      converted.add(value == null ? NullValue.NULL_VALUE : value(element, value));
    }
    return converted;
  }

  private static Map<String, Object> struct(Type.Struct type, Map<?, ?> fields) {
    Map<String, Object> converted = HashMap.newHashMap(fields.size());
    for (Column field : type.fields()) {
      put(converted, field, fields.get(field.name()));
    }
    return converted;
  }

  private static Object json(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> node.valueStream().map(KeepValues::json).toList();
      case STRING -> node.stringValue();
      case NUMBER -> number(node);
      case BOOLEAN -> node.booleanValue();
      case NULL -> NullValue.NULL_VALUE;
      case MISSING, BINARY, POJO -> throw new IllegalStateException("not JSON: " + node.getNodeType());
    };
  }

  private static Map<String, Object> object(JsonNode node) {
    Map<String, Object> converted = HashMap.newHashMap(node.size());
    for (String name : node.propertyNames()) {
      JsonNode value = Objects.requireNonNull(node.get(name));
      if (!value.isNull()) {
        converted.put(name, json(value));
      }
    }
    return converted;
  }

  private static Object number(JsonNode node) {
    if (!node.isIntegralNumber()) {
      return node.decimalValue().doubleValue();
    }
    if (node.canConvertToLong()) {
      return node.longValue();
    }
    boolean unsigned = node.bigIntegerValue().signum() > 0 && node.bigIntegerValue().bitLength() <= 64;
    return unsigned ? UnsignedLong.valueOf(node.bigIntegerValue()) : node.bigIntegerValue().doubleValue();
  }
}
