package dev.retort.files;

import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns values of records into values of columns and back, without changing any.
public final class Values {
  private Values() {}

  /// What an absent field of a struct becomes in JSON.
  public enum Absent {
    OMITTED, NULL
  }

  /// The value as one of the type.
  /// @throws IllegalArgumentException when it does not fit: what was found, what was wanted
  static @Nullable Object typed(@Nullable Object value, Type type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Type.Scalar scalar -> scalar(value, scalar);
      case Type.ListOf list -> {
        List<@Nullable Object> typed = new ArrayList<>();
        ((List<?>) as(List.class, value, type)).forEach(element -> typed.add(typed(element, list.element())));
        yield typed;
      }
      case Type.Struct struct -> {
        Map<?, ?> values = as(Map.class, value, type);
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        struct.fields().forEach(field -> typed.put(field.name(), typed(values.get(field.name()), field.type())));
        yield typed;
      }
    };
  }

  private static Object scalar(Object value, Type.Scalar type) {
    return switch (type) {
      case TEXT -> as(String.class, value, type);
      case BOOL -> as(Boolean.class, value, type);
      case INT -> integer(as(JsonTree.Num.class, value, type).literal());
      case FLOAT -> exact(as(JsonTree.Num.class, value, type).literal());
      case JSON -> JsonTree.text(value);
    };
  }

  private static <T> T as(Class<T> kind, Object value, Type wanted) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException("found %s, wanted %s".formatted(Records.kind(value), wanted));
    }
    return kind.cast(value);
  }

  /// The value as one of a type the user declared. Texts are taken for what they spell.
  /// @param csv whether every value is a text because the format has nothing else
  static @Nullable Object declared(@Nullable Object value, Type.Scalar type, boolean csv) {
    if (value == null || csv && type != Type.Scalar.TEXT && value.equals("")) {
      return null;
    }
    if (value instanceof String text) {
      return spelt(text, type, csv);
    }
    boolean plain = value instanceof JsonTree.Num || value instanceof Boolean;
    return type == Type.Scalar.TEXT && plain ? JsonTree.text(value) : scalar(value, type);
  }

  private static Object spelt(String text, Type.Scalar type, boolean csv) {
    return switch (type) {
      case TEXT -> text;
      case INT -> integer(text.strip());
      case FLOAT -> number(text.strip());
      case BOOL -> bool(text.strip());
      case JSON -> JsonTree.text(csv ? JsonTree.parse(text) : text);
    };
  }

  private static Long integer(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("found '%s', wanted a whole number of 64 bits".formatted(cut(text)), e);
    }
  }

  private static Double number(String text) {
    if (!text.matches("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,9})?")) {
      throw noDouble(text);
    }
    return exact(text);
  }

  private static Double exact(String literal) {
    if (!Shape.isDouble(literal)) {
      throw noDouble(literal);
    }
    return Double.valueOf(literal);
  }

  private static IllegalArgumentException noDouble(String text) {
    return new IllegalArgumentException(
        "found '%s', wanted a number that a double holds unchanged".formatted(cut(text)));
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("found '%s', wanted true or false".formatted(cut(text)));
    };
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) > 40 ? text.substring(0, text.offsetByCodePoints(0, 40)) + "…" : text;
  }

  /// A column's value as [JsonTree] has it, ready to be written.
  public static @Nullable Object tree(@Nullable Object value, Type type, Absent absent) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case Type.Scalar.TEXT, Type.Scalar.BOOL -> value;
      case Type.Scalar.INT, Type.Scalar.FLOAT -> new JsonTree.Num(value.toString());
      case Type.Scalar.JSON -> JsonTree.parse((String) value);
      case Type.ListOf list -> {
        List<@Nullable Object> tree = new ArrayList<>();
        ((List<?>) value).forEach(element -> tree.add(tree(element, list.element(), absent)));
        yield tree;
      }
      case Type.Struct struct -> {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Column field : struct.fields()) {
          Object inner = ((Map<?, ?>) value).get(field.name());
          if (inner != null || absent == Absent.NULL) {
            tree.put(field.name(), tree(inner, field.type(), absent));
          }
        }
        yield tree;
      }
    };
  }
}
