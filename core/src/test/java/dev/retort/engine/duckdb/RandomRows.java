package dev.retort.engine.duckdb;

import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Rows of every type with awkward values, equal for equal seeds.
final class RandomRows {
  private static final List<String> JSON = List.of("0.10", "12345678901234567890123", "1e400",
      "{\"b\":1.50,\"a\":[1E+2]}",
      "\"\\u0000\"", "[]", "{}", "true");
  private static final List<String> TEXT = List.of("", "a", "\u0000", "\"quoted\" \\ back", "\n\r\t\u0001\u001f\u007f",
      "ü€😀",
      "'; DROP TABLE x; --", "\u2028", "null", "x".repeat(5000) + "😀".repeat(5000));
  private static final double[] DOUBLES = {0.0, -0.0, 5e-324, Double.MAX_VALUE, 0.1, 1e23, 1.0E7, -1e-7};
  private static final long[] LONGS = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53};

  private final SplittableRandom random;

  RandomRows(long seed) {
    random = new SplittableRandom(seed);
  }

  Schema schema() {
    List<Column> columns = new ArrayList<>();
    List<String> names = List.of("text", "a \"b\"", "c'd", "Größe", "e.f", "order", "c0", "m");
    int count = random.nextInt(1, names.size() + 1);
    for (int i = 0; i < count; i++) {
      columns.add(new Column(names.get(i), type(0)));
    }
    return new Schema(columns);
  }

  private Type type(int depth) {
    int kind = random.nextInt(depth < 3 ? 8 : 5);
    return switch (kind) {
      case 5, 6 -> new Type.ListOf(type(depth + 1));
      case 7 -> {
        List<Column> fields = new ArrayList<>();
        for (String name : List.of("role", "x y", "we\"ird").subList(0, random.nextInt(1, 4))) {
          fields.add(new Column(name, type(depth + 1)));
        }
        yield new Type.Struct(fields);
      }
      default -> Type.Scalar.values()[kind];
    };
  }

  Row row(String id, Schema schema) {
    return new Row(id, schema, schema.columns().stream().map(column -> value(column.type())).toArray());
  }

  private @Nullable Object value(Type type) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    return switch (type) {
      case Type.Scalar.TEXT -> TEXT.get(random.nextInt(TEXT.size()));
      case Type.Scalar.JSON -> JSON.get(random.nextInt(JSON.size()));
      case Type.Scalar.INT -> random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
      case Type.Scalar.FLOAT -> number();
      case Type.Scalar.BOOL -> random.nextBoolean();
      case Type.ListOf list -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(value(list.element()));
        }
        yield values;
      }
      case Type.Struct struct -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        struct.fields().forEach(field -> values.put(field.name(), value(field.type())));
        yield values;
      }
    };
  }

  private Double number() {
    double drawn = Double.longBitsToDouble(random.nextLong());
    return random.nextBoolean() && Double.isFinite(drawn) ? drawn : DOUBLES[random.nextInt(DOUBLES.length)];
  }
}
