package dev.retort.files;

import dev.retort.UserError;
import dev.retort.row.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Learns the columns of records from the records, and keeps the first few.
public final class Survey {
  private static final int COLUMNS = 2000;
  private static final int FIRST = 100;

  private final Map<String, Type.Scalar> declared;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Map<String, @Nullable Object>> first = new ArrayList<>();
  private long records;

  /// @param declared types the user gave, by key
  public Survey(Map<String, Type.Scalar> declared) {
    this.declared = Map.copyOf(declared);
  }

  /// Takes a record in, unless a value does not fit the type declared for it: then says why.
  @Nullable
  String add(Map<String, @Nullable Object> record, boolean textsOnly) {
    String misfit = misfit(record, textsOnly);
    if (misfit != null) {
      return misfit;
    }
    for (Map.Entry<String, @Nullable Object> entry : record.entrySet()) {
      Shape shape = shapes.computeIfAbsent(entry.getKey(), key -> new Shape());
      if (!declared.containsKey(entry.getKey())) {
        shape.add(entry.getValue());
      }
    }
    if (shapes.size() > COLUMNS) {
      return "with this record there are more than %d different keys, wanted records with keys in common"
          .formatted(COLUMNS);
    }
    if (first.size() < FIRST) {
      first.add(record);
    }
    records++;
    return null;
  }

  private @Nullable String misfit(Map<String, @Nullable Object> record, boolean textsOnly) {
    for (Map.Entry<String, Type.Scalar> column : declared.entrySet()) {
      try {
        Values.declared(record.get(column.getKey()), column.getValue(), textsOnly);
      } catch (IllegalArgumentException e) {
        return "column '%s': %s".formatted(column.getKey(), e.getMessage());
      }
    }
    return null;
  }

  public long records() {
    return records;
  }

  /// The first records, from which a layout is recognised.
  public List<Map<String, @Nullable Object>> first() {
    return first;
  }

  /// Key and type of each column, in the order in which the keys were first seen.
  /// @throws UserError when a declared column is in no record
  public Map<String, Type> columns() {
    Map<String, Type> columns = new LinkedHashMap<>();
    shapes.forEach((key, shape) -> columns.put(key, declared.containsKey(key) ? declared.get(key) : shape.type()));
    TreeSet<String> missing = new TreeSet<>(declared.keySet());
    missing.removeAll(columns.keySet());
    if (!missing.isEmpty()) {
      throw new UserError("columns: no record has %s, only %s. Correct the name or leave it out.".formatted(missing,
          columns.keySet()));
    }
    return columns;
  }
}
