package dev.retort.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The columns of a table, in order, each name once. The row's `id` is not among them.
public final class Schema {
  private final List<Column> columns;
  private final Map<String, Integer> positions;

  /// @throws IllegalArgumentException when a name stands twice or is `id`
  public Schema(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.positions = HashMap.newHashMap(columns.size());
    for (Column column : this.columns) {
      if (column.name().equals("id") || positions.put(column.name(), positions.size()) != null) {
        throw new IllegalArgumentException("column '%s' stands twice or is reserved".formatted(column.name()));
      }
    }
  }

  public static Schema of(Column... columns) {
    return new Schema(List.of(columns));
  }

  public List<Column> columns() {
    return columns;
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  public boolean has(String name) {
    return positions.containsKey(name);
  }

  /// The column's position, from 0.
  /// @throws IllegalArgumentException when there is no such column
  public int position(String name) {
    Integer position = positions.get(name);
    if (position == null) {
      throw new IllegalArgumentException("no column '%s' among %s".formatted(name, names()));
    }
    return position;
  }

  public Type type(String name) {
    return columns.get(position(name)).type();
  }

  /// These columns, with `added` in the place of those of the same name, the rest behind.
  public Schema with(Column... added) {
    List<Column> result = new ArrayList<>(columns);
    for (Column column : added) {
      if (has(column.name())) {
        result.set(position(column.name()), column);
      } else {
        result.add(column);
      }
    }
    return new Schema(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema schema && schema.columns.equals(columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
