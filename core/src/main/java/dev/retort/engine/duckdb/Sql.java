package dev.retort.engine.duckdb;

import dev.retort.row.Column;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Names, paths and types as DuckDB writes them.
final class Sql {
  private Sql() {}

  static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  /// A path as a literal. Characters that DuckDB would take for a pattern stand for themselves.
  static String path(Path path) {
    StringBuilder plain = new StringBuilder();
    for (char c : path.toAbsolutePath().toString().toCharArray()) {
      plain.append("*?[".indexOf(c) >= 0 ? "[" + c + "]" : String.valueOf(c));
    }
    return text(plain.toString());
  }

  /// Several paths as a list of literals.
  static String paths(List<Path> paths) {
    return paths.stream().map(Sql::path).collect(Collectors.joining(", ", "[", "]"));
  }

  /// The path itself, for a file that is written.
  static String target(Path path) {
    return text(path.toAbsolutePath().toString());
  }

  /// The type a column has in a table.
  static String type(Type type) {
    return type(type, "JSON");
  }

  /// The type in which a value travels as text: JSON as a string, so that no digit is touched.
  static String travelling(Type type) {
    return type(type, "VARCHAR");
  }

  private static String type(Type type, String json) {
    return switch (type) {
      case Type.Scalar.TEXT -> "VARCHAR";
      case Type.Scalar.INT -> "BIGINT";
      case Type.Scalar.FLOAT -> "DOUBLE";
      case Type.Scalar.BOOL -> "BOOLEAN";
      case Type.Scalar.JSON -> json;
      case Type.ListOf list -> type(list.element(), json) + "[]";
      case Type.Struct struct ->
        struct.fields().stream().map(field -> name(field.name()) + ' ' + type(field.type(), json))
            .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }

  static boolean holdsJson(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> scalar == Type.Scalar.JSON;
      case Type.ListOf list -> holdsJson(list.element());
      case Type.Struct struct -> struct.fields().stream().anyMatch(field -> holdsJson(field.type()));
    };
  }

  /// @throws IllegalArgumentException when DuckDB cannot hold such columns: it takes no notice of case in names
  static void check(Schema schema) {
    names(schema.columns(), "a table", new HashSet<>(Set.of("id", "_n")));
  }

  private static void names(List<Column> columns, String where, Set<String> seen) {
    for (Column column : columns) {
      if (column.name().isEmpty() || column.name().indexOf('\0') >= 0) {
        throw new IllegalArgumentException("%s has a column with an empty name or U+0000 in it".formatted(where));
      }
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "column '%s' of %s is reserved or differs from another in case only".formatted(column.name(), where));
      }
      type(column);
    }
  }

  private static void type(Column column) {
    Type type = column.type();
    while (type instanceof Type.ListOf list) {
      type = list.element();
    }
    if (type instanceof Type.Struct struct) {
      if (struct.fields().isEmpty()) {
        throw new IllegalArgumentException("column '%s' is a struct without fields".formatted(column.name()));
      }
      names(struct.fields(), "struct '%s'".formatted(column.name()), new HashSet<>());
    }
  }
}
