package dev.retort.engine;

import dev.retort.row.Schema;
import dev.retort.step.OfTable;
import java.nio.file.Path;

/// A finished table: a folder of Parquet files whose rows have an order.
///
/// @param folder holds `part-*.parquet`, each with `id` and the columns of `schema`
public record Table(Path folder, Schema schema, long rows) implements OfTable.Data {
  /// What comes into a source.
  public static final Table NONE = new Table(Path.of(""), Schema.of(), 0);
}
