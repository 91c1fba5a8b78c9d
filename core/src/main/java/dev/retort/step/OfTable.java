package dev.retort.step;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.teacher.Teacher;
import dev.retort.teacher.Terms;
import dev.retort.teacher.Use;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sees whole tables, through two verbs: `query` and `map`. Steps at the two ends also `load` rows from outside and
/// `scan` them to the outside. Each states its unit.
public non-sealed interface OfTable extends Step {

  Result apply(Data input, Tables tables);

  /// What came of it.
  /// @param rows the table that goes on
  /// @param units what was counted in; kept + dropped + failed make it up
  /// @param kept units kept (not rows, where a unit gives several)
  record Result(Data rows, long units, long kept) {}

  /// A finished table.
  interface Data {
    Schema schema();

    long rows();
  }

  /// Rows one after the other; close it.
  interface Rows extends AutoCloseable {
    /// The next row, or null at the end.
    @Nullable
    Row next();

    @Override
    void close();
  }

  /// Takes rows in.
  interface Sink {
    void add(Row row);
  }

  /// Writes rows into a sink.
  interface Loader {
    void load(Sink sink);
  }

  /// What a step can do with tables.
  interface Tables {
    /// A new table by SQL over named tables, each with its columns, `id`, and its position `_n` (from 0). The SQL must
    /// run on DuckDB and Spark, have a total ORDER BY, and give `id` and the columns of `schema` in that order.
    ///
    /// Sorts and joins hold whole rows, and only narrow rows can wait on disk: query keys and positions, made by `map`
    /// with few columns, then fetch the wide rows with `load` while two `scan`s go side by side, as `sample` does.
    Data query(String sql, Map<String, Data> inputs, Schema schema);

    /// A new table by a function over rows, on all cores, in order. Rows the kernel does not keep go to the drops.
    Data map(Data in, Schema out, OfRow.Kernel kernel);

    /// A new table of rows from outside, in the order they are added.
    Data load(Schema schema, Loader loader);

    /// The rows of a table in order, with bounded memory.
    Rows scan(Data data);

    /// Records that a unit was not kept.
    void drop(String id, Outcome outcome, String detail);

    /// Recipe-relative path made absolute.
    Path resolve(String path);

    /// A new empty folder for this step's files outside of tables; it becomes `name` inside the run folder when the
    /// step ends well.
    Path export(String name);

    /// Writes a table's `id` and columns as one Parquet file, in order; equal tables give equal bytes.
    default void exportParquet(Data data, Path file) {
      throw new UnsupportedOperationException("these tables write no Parquet");
    }

    /// A folder for this step's temporary files, deleted when the step ends.
    Path temporary();

    /// Rows a source should stop after; `Long.MAX_VALUE` unless the run is limited.
    long limit();

    /// The step's name in the recipe.
    String step();

    /// The recipe's seed.
    long seed();

    /// What is known of the whole run, for cards and for the terms gate.
    RunFacts facts();

    /// Tells progress in units.
    void progress(long done);
  }

  /// What a card tells of the run.
  interface RunFacts {
    String recipe();

    Use intendedUse();

    /// Teachers by name, groups expanded.
    Map<String, Teacher> teachers();

    /// Terms of the datasets read, by the name of the step that read them.
    Map<String, Terms> datasets();

    /// Funnels of the steps before this one, by step name, in order.
    Map<String, Funnel> funnels();

    /// Answers of simulated models in the run's ledger so far.
    long simulated();
  }

  /// The count of a step's units. Conservation: `units = kept + dropped + undecided + failed + pending`.
  record Funnel(long units, long kept, long dropped, long failed, long pending, long rowsOut,
      Map<String, Long> reasons) {
    public boolean balanced() {
      return units == kept + dropped + failed + pending;
    }
  }
}
