package dev.retort.steps;

import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tables in memory, enough for a step that loads and scans.
final class TestTables implements OfTable.Tables {
  final List<String> drops = new ArrayList<>();
  private final Path folder;
  long limit = Long.MAX_VALUE;

  record InMemory(Schema schema, List<Row> all) implements OfTable.Data {
    @Override
    public long rows() {
      return all.size();
    }
  }

  TestTables(Path folder) {
    this.folder = folder;
  }

  @Override
  public OfTable.Data load(Schema schema, OfTable.Loader loader) {
    List<Row> rows = new ArrayList<>();
    loader.load(rows::add);
    return new InMemory(schema, rows);
  }

  @Override
  public OfTable.Rows scan(OfTable.Data data) {
    Iterator<Row> rows = ((InMemory) data).all().iterator();
    return new OfTable.Rows() {
      @Override
      public @Nullable Row next() {
        return rows.hasNext() ? rows.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void drop(String id, Outcome outcome, String detail) {
    drops.add(id + " " + outcome + " " + detail);
  }

  @Override
  public Path resolve(String path) {
    return folder.resolve(path);
  }

  @Override
  public Path temporary() {
    try {
      return Files.createTempDirectory(folder, "temporary");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public String step() {
    return "chats";
  }

  @Override
  public long seed() {
    return 0;
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
  public Path export(String name) {
    throw new UnsupportedOperationException("export");
  }

  @Override
  public OfTable.RunFacts facts() {
    throw new UnsupportedOperationException("facts");
  }
}
