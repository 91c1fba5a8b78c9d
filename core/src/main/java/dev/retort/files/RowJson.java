package dev.retort.files;

import dev.retort.row.Column;
import dev.retort.row.JsonTree;
import dev.retort.row.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row as JSON.
public final class RowJson {
  private RowJson() {}

  /// The named columns of a row as an object of [JsonTree], in that order; absent columns are null.
  public static Map<String, @Nullable Object> tree(Row row, List<String> columns, Values.Absent absent) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (String column : columns) {
      tree.put(column, Values.tree(row.get(column), row.schema().type(column), absent));
    }
    return tree;
  }

  /// All columns of a row as JSON text, without its id.
  public static String text(Row row, Values.Absent absent) {
    return JsonTree.text(tree(row, row.schema().columns().stream().map(Column::name).toList(), absent));
  }
}
