package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds the names of a Mustache text against the columns of a schema.
final class RowTemplateNames {
  private static final Pattern TAG = Pattern.compile("\\{\\{\\{?\\s*([#^/!&>=<$]?)\\s*(.*?)\\s*}?}}", Pattern.DOTALL);
  private static final Set<String> OF_LISTS = Set.of("-first", "-last", "-index");

  private final Schema schema;
  private final Type.Struct root;
  private final List<@Nullable Type> scopes = new ArrayList<>();
  private final Set<String> columns = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  RowTemplateNames(Schema schema) {
    this.schema = schema;
    List<Column> all = new ArrayList<>(schema.columns());
    all.add(Column.text("id"));
    root = new Type.Struct(all);
  }

  /// Columns the text names.
  Set<String> columns() {
    return columns;
  }

  List<String> problems() {
    return problems;
  }

  RowTemplateNames read(String text) {
    scopes.clear();
    scopes.add(root);
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      int line = 1 + (int) text.substring(0, tag.start()).chars().filter(c -> c == '\n').count();
      read(tag.group(1), tag.group(2), line);
    }
    return this;
  }

  private void read(String kind, String name, int line) {
    switch (kind) {
      case "!" -> {
      }
      case "#" -> scopes.add(inside(resolve(name, line)));
      case "^" -> {
        resolve(name, line);
        scopes.add(null);
      }
      case "/" -> {
        if (scopes.size() > 1) {
          scopes.removeLast();
        }
      }
      case "", "&" -> resolve(name, line);
      default -> problems.add("line %d: '{{%s' is not supported, only columns, sections and comments are."
          .formatted(line, kind + name));
    }
  }

  private static @Nullable Type inside(@Nullable Type type) {
    return type instanceof Type.ListOf(Type element) ? element : type;
  }

  /// What a name stands for; null when that is not known.
  private @Nullable Type resolve(String name, int line) {
    boolean inSection = scopes.size() > 1;
    if (name.equals(".") || name.equals("this")) {
      if (!inSection) {
        problems.add("line %d: '{{%s}}' stands outside of a section. Name a column.".formatted(line, name));
      }
      return scopes.getLast();
    }
    return OF_LISTS.contains(name) && inSection ? Type.Scalar.TEXT : find(List.of(name.split("\\.", -1)), line);
  }

  /// Looks from the innermost section outwards, as Mustache does.
  private @Nullable Type find(List<String> path, int line) {
    String first = path.getFirst();
    for (int i = scopes.size() - 1; i >= 0; i--) {
      Type scope = scopes.get(i);
      if (scope == Type.Scalar.JSON) {
        columns.add(first);
        return scope;
      }
      if (scope instanceof Type.Struct struct && field(struct, first) != null) {
        if (i == 0) {
          columns.add(first);
        }
        return follow(struct, path, line);
      }
    }
    problems.add("line %d: no column '%s' comes in, only %s%s".formatted(line, first, schema.names(),
        Nearest.hint(first, schema.names())));
    return null;
  }

  private @Nullable Type follow(Type.Struct scope, List<String> path, int line) {
    Type type = scope;
    for (String name : path) {
      if (type == Type.Scalar.JSON) {
        return type;
      }
      Type next = type instanceof Type.Struct struct ? field(struct, name) : null;
      if (next == null) {
        problems.add("line %d: '%s' has no field '%s'. %s".formatted(line, String.join(".", path), name,
            type instanceof Type.Struct struct
                ? "Its fields are " + struct.fields().stream().map(Column::name).toList()
                    + Nearest.hint(name, struct.fields().stream().map(Column::name).toList())
                : "Only records and JSON columns have fields; open a list as a section."));
        return null;
      }
      type = next;
    }
    return type;
  }

  private static @Nullable Type field(Type.Struct struct, String name) {
    return struct.fields().stream().filter(column -> column.name().equals(name)).map(Column::type).findFirst()
        .orElse(null);
  }
}
