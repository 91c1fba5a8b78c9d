package dev.retort.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Something a row descends from: a dataset or a teacher, and what it was to the row.
///
/// @param name the teacher's name in the recipe, or the step that read the dataset (its `as` name)
/// @param role `prompt` for a dataset read, `generator`, `judge` or `rewriter` for a teacher
public record Source(String name, String role) implements Comparable<Source> {

  /// The column every table has.
  public static final String COLUMN = "sources";
  public static final Type LIST = new Type.ListOf(
      new Type.Struct(List.of(Column.text("source"), Column.text("role"))));

  @Override
  public int compareTo(Source other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : role.compareTo(other.role);
  }

  /// The sources of a row, sorted.
  public static List<Source> of(Row row) {
    List<@Nullable Object> values = row.schema().has(COLUMN) ? row.list(COLUMN) : null;
    if (values == null) {
      return List.of();
    }
    TreeSet<Source> sources = new TreeSet<>();
    for (Object value : values) {
      Map<?, ?> struct = (Map<?, ?>) Objects.requireNonNull(value);
      sources.add(new Source((String) Objects.requireNonNull(struct.get("source")),
          (String) Objects.requireNonNull(struct.get("role"))));
    }
    return List.copyOf(sources);
  }

  /// The column's value for a row that descends from `earlier` and from `added`: a set, sorted.
  public static List<@Nullable Object> union(List<Source> earlier, Source... added) {
    TreeSet<Source> all = new TreeSet<>(earlier);
    all.addAll(List.of(added));
    List<@Nullable Object> values = new ArrayList<>(all.size());
    for (Source source : all) {
      Map<String, @Nullable Object> struct = new LinkedHashMap<>();
      struct.put("source", source.name());
      struct.put("role", source.role());
      values.add(struct);
    }
    return values;
  }
}
