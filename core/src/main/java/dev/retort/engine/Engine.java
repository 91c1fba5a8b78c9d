package dev.retort.engine;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.nio.file.Path;
import java.util.Map;

/// Stores tables and moves rows through functions and SQL. It knows no step by name.
///
/// New tables are written aside, synced, and renamed into place as a whole: the folder either exists complete or not.
/// Memory is bounded whatever the number of rows.
public interface Engine extends AutoCloseable {

  /// The rows of a table in order.
  OfTable.Rows scan(Table table);

  /// A new table whose rows are given in order, from one thread.
  Writer ordered(Path folder, Schema schema);

  /// A new table whose rows are given in any order, from any thread; they are stored by `(major, minor, ordinal)`.
  Shuffled shuffled(Path folder, Schema schema);

  /// A new table by SQL over named tables, as [OfTable.Tables#query] says.
  Table query(Path folder, String sql, Map<String, Table> inputs, Schema schema);

  /// A new table by a function over rows, on all cores, in the order of the input. What was not kept goes to `rest`,
  /// in order too, from one thread.
  Table map(Table in, Path folder, Schema out, OfRow.Kernel kernel, Rest rest);

  /// Writes all rows of a table, in order, as one Parquet file; equal tables give equal bytes.
  void file(Table table, Path file);

  /// Opens a table written earlier.
  Table open(Path folder);

  @Override
  void close();

  /// Takes what a map did not keep, and hears of progress.
  interface Rest {
    void notKept(Row row, Outcome outcome);

    /// `done` rows of the input have been worked on.
    default void progress(long done) {}
  }

  /// Takes rows in their order.
  interface Writer extends AutoCloseable {
    void add(Row row);

    /// Makes the table durable and puts it in place.
    Table publish();

    /// Without an earlier [#publish], leaves nothing behind.
    @Override
    void close();
  }

  /// Takes rows in any order.
  interface Shuffled extends AutoCloseable {
    /// @param major position of the input row
    /// @param minor the lane and sample
    /// @param ordinal the row within its unit
    void add(long major, long minor, int ordinal, Row row);

    Table publish();

    @Override
    void close();
  }
}
