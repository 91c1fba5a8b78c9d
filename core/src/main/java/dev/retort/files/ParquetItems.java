package dev.retort.files;

import dev.retort.engine.duckdb.ParquetRecords;
import dev.retort.row.JsonTree;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Records of a Parquet file, read by DuckDB.
final class ParquetItems implements Items {
  private final Path file;
  private final ParquetRecords records;
  private long row;

  ParquetItems(Path file) {
    Input.check(file);
    this.file = file;
    this.records = ParquetRecords.open(file);
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Item next() {
    String text = records.next();
    if (text == null) {
      return null;
    }
    Position where = Position.line(file, ++row);
    try {
      return Records.item(where, (Map<String, @Nullable Object>) Objects.requireNonNull(JsonTree.parse(text)));
    } catch (IllegalArgumentException e) {
      return new Item.Bad(where, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    records.close();
  }
}
