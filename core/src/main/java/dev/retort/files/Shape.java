package dev.retort.files;

import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Learns from all the values of a place which type holds each of them unchanged.
///
/// A null fits any type. Whole numbers are `INT` when all fit into a long; numbers are `FLOAT` when each is the value of
/// a double; what no other type holds is `JSON`, kept as text.
final class Shape {
  private static final int KEYS = 64;
  private static final int DEPTH = 12;
  private static final long EXACT = 1L << 53;

  private enum Kind {
    BOOL, INT, FLOAT, TEXT, LIST, STRUCT, OTHER
  }

  private final int depth;
  private final EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final Map<String, Shape> fields = new LinkedHashMap<>();
  private @Nullable Shape element;
  private boolean wide;
  private boolean beyondDouble;

  Shape() {
    this(0);
  }

  private Shape(int depth) {
    this.depth = depth;
  }

  void add(@Nullable Object value) {
    if (value == null || kinds.contains(Kind.OTHER)) {
      return;
    }
    kinds.add(switch (value) {
      case String text -> Kind.TEXT;
      case Boolean bool -> Kind.BOOL;
      case JsonTree.Num num -> number(num);
      case List<?> list -> list(list);
      case Map<?, ?> map -> struct(map);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    });
    if (kinds.contains(Kind.OTHER)) {
      fields.clear();
      element = null;
    }
  }

  private Kind number(JsonTree.Num num) {
    if (!num.integral()) {
      return isDouble(num.literal()) ? Kind.FLOAT : Kind.OTHER;
    }
    try {
      long value = Long.parseLong(num.literal());
      beyondDouble |= value > EXACT || value < -EXACT;
      return num.literal().equals("-0") ? Kind.FLOAT : Kind.INT;
    } catch (NumberFormatException e) {
      return Kind.OTHER;
    }
  }

  /// Whether a double has exactly the value that its shortest literal stands for.
  static boolean isDouble(String literal) {
    double value = Double.parseDouble(literal);
    if (!Double.isFinite(value)) {
      return false;
    }
    if (literal.length() <= 15 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0) {
      return true;
    }
    return new BigDecimal(literal).compareTo(new BigDecimal(Double.toString(value))) == 0;
  }

  private Kind list(List<?> list) {
    if (depth == DEPTH) {
      return Kind.OTHER;
    }
    Shape shape = element == null ? new Shape(depth + 1) : element;
    element = shape;
    list.forEach(shape::add);
    return Kind.LIST;
  }

  private Kind struct(Map<?, ?> map) {
    if (depth == DEPTH) {
      return Kind.OTHER;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Shape field = fields.get((String) entry.getKey());
      if (field == null) {
        if (wide || fields.size() == KEYS) {
          wide = true;
          fields.clear();
          break;
        }
        field = new Shape(depth + 1);
        fields.put((String) entry.getKey(), field);
      }
      field.add(entry.getValue());
    }
    return Kind.STRUCT;
  }

  Type type() {
    if (kinds.isEmpty()) {
      return Type.Scalar.TEXT;
    }
    if (kinds.equals(EnumSet.of(Kind.INT, Kind.FLOAT))) {
      return beyondDouble ? Type.Scalar.JSON : Type.Scalar.FLOAT;
    }
    if (kinds.size() > 1) {
      return Type.Scalar.JSON;
    }
    return switch (kinds.iterator().next()) {
      case BOOL -> Type.Scalar.BOOL;
      case INT -> Type.Scalar.INT;
      case FLOAT -> Type.Scalar.FLOAT;
      case TEXT -> Type.Scalar.TEXT;
      case LIST -> new Type.ListOf(element == null ? Type.Scalar.TEXT : element.type());
      case STRUCT -> structType();
      case OTHER -> Type.Scalar.JSON;
    };
  }

  private Type structType() {
    Set<String> seen = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<String, Shape> field : fields.entrySet()) {
      String name = field.getKey();
      // Parquet through DuckDB tells names apart by more than case, and an empty one is none.
      if (name.isEmpty() || name.indexOf('\0') >= 0 || !seen.add(name.toLowerCase(Locale.ROOT))) {
        return Type.Scalar.JSON;
      }
      columns.add(new Column(name, field.getValue().type()));
    }
    return columns.isEmpty() ? Type.Scalar.JSON : new Type.Struct(columns);
  }
}
