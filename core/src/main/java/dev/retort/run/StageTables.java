package dev.retort.run;

import dev.retort.engine.Engine;
import dev.retort.engine.Table;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import dev.retort.run.Plan.Node;
import dev.retort.step.OfRow;
import dev.retort.step.OfTable;
import dev.retort.step.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a table step can do, on an engine, inside a run folder.
final class StageTables implements OfTable.Tables, AutoCloseable {
  private final Engine engine;
  private final RunFolder folder;
  private final Node node;
  private final Path base;
  private final long limit;
  private final OfTable.RunFacts facts;
  private final long seed;
  private final Progress progress;
  private final Engine.Writer drops;
  private int tables;
  private @Nullable String exportName;

  /// @param base the recipe's folder
  StageTables(Engine engine, RunFolder folder, Node node, Place place, OfTable.RunFacts facts, Progress progress) {
    this.engine = engine;
    this.folder = folder;
    this.node = node;
    this.base = place.base();
    this.limit = place.limit();
    this.seed = place.seed();
    this.facts = facts;
    this.progress = progress;
    this.drops = engine.ordered(work("drops"), Drops.SCHEMA);
  }

  /// What the step is told of the run.
  record Place(Path base, long limit, long seed) {}

  private Path work(String name) {
    return folder.work().resolve(node.label()).resolve(name);
  }

  private Path nextTable() {
    tables++;
    return work("table-" + tables);
  }

  @Override
  public OfTable.Data query(String sql, Map<String, OfTable.Data> inputs, Schema schema) {
    Map<String, Table> own = new LinkedHashMap<>();
    inputs.forEach((name, data) -> own.put(name, (Table) data));
    return engine.query(nextTable(), sql, own, schema);
  }

  @Override
  public OfTable.Data map(OfTable.Data in, Schema out, OfRow.Kernel kernel) {
    return engine.map((Table) in, nextTable(), out, kernel, new Engine.Rest() {
      @Override
      public void notKept(Row row, Outcome outcome) {
        drop(row.id(), outcome, "");
      }

      @Override
      public void progress(long done) {
        StageTables.this.progress(done);
      }
    });
  }

  @Override
  public OfTable.Data load(Schema schema, OfTable.Loader loader) {
    try (Engine.Writer writer = engine.ordered(nextTable(), schema)) {
      loader.load(writer::add);
      return writer.publish();
    }
  }

  @Override
  public OfTable.Rows scan(OfTable.Data data) {
    return engine.scan((Table) data);
  }

  @Override
  public void drop(String id, Outcome outcome, String detail) {
    drops.add(progress.drops().add(id, "", 0, outcome, detail));
  }

  /// The table of what was not kept.
  Table publishDrops() {
    return drops.publish();
  }

  /// Where the step wrote its export and what it is called in the run folder; null when it wrote none.
  @Nullable
  String exportName() {
    return exportName;
  }

  Path exportWork() {
    return work("export");
  }

  @Override
  public Path resolve(String path) {
    return base.resolve(path).normalize();
  }

  @Override
  public Path export(String name) {
    exportName = name;
    return made(exportWork());
  }

  @Override
  public void exportParquet(OfTable.Data data, Path file) {
    engine.file((Table) data, file);
  }

  @Override
  public Path temporary() {
    return made(work("temporary"));
  }

  private static Path made(Path path) {
    try {
      return Files.createDirectories(path);
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
    return node.name();
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public OfTable.RunFacts facts() {
    return facts;
  }

  @Override
  public void progress(long done) {
    progress.tick(node.name(), done);
  }

  @Override
  public void close() {
    drops.close();
  }
}
