package dev.retort.run;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tables for a source that brings rows from outside: the first are kept, the others counted. No engine is started.
final class FirstRows implements OfTable.Tables {
  private final Opened opened;
  private final String step;
  private final Path temporary;
  private final long limit;

  /// @param temporary an empty folder
  /// @param limit rows after which the source should stop
  FirstRows(Opened opened, String step, Path temporary, long limit) {
    this.opened = opened;
    this.step = step;
    this.temporary = temporary;
    this.limit = limit;
  }

  /// The first rows of a table.
  record First(Schema schema, List<Row> first, long rows) implements OfTable.Data {}

  @Override
  public OfTable.Data load(Schema schema, OfTable.Loader loader) {
    List<Row> first = new ArrayList<>();
    long[] rows = {0};
    loader.load(row -> {
      if (rows[0]++ < Rehearsal.ROWS) {
        first.add(row);
      }
    });
    return new First(schema, first, rows[0]);
  }

  /// What is left out is left out of the first rows, too.
  @Override
  public void drop(String id, Outcome outcome, String detail) {}

  @Override
  public Path resolve(String path) {
    return opened.base().resolve(path).normalize();
  }

  @Override
  public Path temporary() {
    return temporary;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public String step() {
    return step;
  }

  @Override
  public long seed() {
    return opened.plan().recipe().randomSeed();
  }

  @Override
  public void progress(long done) {}

  @Override
  public OfTable.Data query(String sql, Map<String, OfTable.Data> inputs, Schema schema) {
    throw new UnsupportedOperationException("query");
  }

  @Override
  public OfTable.Data map(OfTable.Data in, Schema out, OfRow.Kernel kernel) {
    throw new UnsupportedOperationException("map");
  }

  @Override
  public OfTable.Rows scan(OfTable.Data data) {
    throw new UnsupportedOperationException("scan");
  }

  @Override
  public Path export(String name) {
    throw new UnsupportedOperationException("export");
  }

  @Override
  public OfTable.RunFacts facts() {
    throw new UnsupportedOperationException("facts");
  }
}
