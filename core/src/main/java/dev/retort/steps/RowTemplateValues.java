package dev.retort.steps;

import com.samskivert.mustache.Mustache;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a template sees values: maps and lists, and nothing else of Java.
final class RowTemplateValues implements Mustache.Collector {

  /// A JSON object or array.
  private record Part(JsonNode node) {}

  static @Nullable Object of(Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Type.Scalar scalar -> scalar == Type.Scalar.JSON ? json(Json.read((String) value)) : value;
      case Type.ListOf(Type element) -> list(element, (List<?>) value);
      case Type.Struct struct -> struct(struct, (Map<?, ?>) value);
    };
  }

  private static List<@Nullable Object> list(Type element, List<?> values) {
    List<@Nullable Object> converted = new ArrayList<>(values.size());
    values.forEach(value -> converted.add(of(element, value)));
    return converted;
  }

  private static Map<String, @Nullable Object> struct(Type.Struct type, Map<?, ?> fields) {
    Map<String, @Nullable Object> converted = new LinkedHashMap<>();
    for (Column field : type.fields()) {
      converted.put(field.name(), of(field.type(), fields.get(field.name())));
    }
    return converted;
  }

  private static @Nullable Object json(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isContainer()) {
      return new Part(node);
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.isString() ? node.stringValue() : node.toString();
  }

  /// A value as text: text as it is, lists and records as JSON.
  static String print(Object value) {
    return switch (value) {
      case Part(JsonNode node) -> node.toString();
      case Map<?, ?> map -> Json.MAPPER.writeValueAsString(plain(map));
      case List<?> list -> Json.MAPPER.writeValueAsString(plain(list));
      default -> String.valueOf(value);
    };
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Part(JsonNode node) -> node;
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, field) -> {
          if (field != null) {
            copy.put(Objects.requireNonNull(key), plain(field));
          }
        });
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(plain(element)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    return switch (value) {
      case List<?> list -> list.iterator();
      case Part(JsonNode node) when node.isArray() -> node.valueStream().map(RowTemplateValues::json).iterator();
      default -> null;
    };
  }

  @Override
  public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
    return context instanceof Map || context instanceof Part ? RowTemplateValues::field : null;
  }

  private static @Nullable Object field(Object context, String name) {
    return switch (context) {
      case Map<?, ?> map when map.containsKey(name) -> map.get(name);
      case Part(JsonNode node) when node.has(name) -> json(node.get(name));
      default -> com.samskivert.mustache.Template.NO_FETCHER_FOUND;
    };
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new ConcurrentHashMap<>();
  }
}
