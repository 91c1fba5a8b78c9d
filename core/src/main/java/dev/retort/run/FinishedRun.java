package dev.retort.run;

import dev.retort.UserError;
import dev.retort.engine.Table;
import dev.retort.engine.duckdb.DuckDbEngine;
import dev.retort.engine.duckdb.ParquetRecords;
import dev.retort.row.Json;
import dev.retort.row.Row;
import dev.retort.step.OfTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The finished tables of a run folder, for reports and previews.
public final class FinishedRun implements AutoCloseable {
  private final DuckDbEngine engine;
  private final Path folder;
  private final Map<String, Table> tables;
  private final Map<String, String> labels;

  private FinishedRun(DuckDbEngine engine, Path folder, Map<String, Table> tables, Map<String, String> labels) {
    this.engine = engine;
    this.folder = folder;
    this.tables = tables;
    this.labels = labels;
  }

  /// A unit that was not kept.
  /// @param id the row's
  /// @param teacher empty for a step that asks none
  /// @param state `dropped`, `undecided` or `failed`
  public record Drop(String id, String teacher, String state, String reason, String detail) {}

  /// @param work a folder for spills
  public static FinishedRun open(Path folder, Path work) {
    Path stages = folder.resolve("tables");
    if (!Files.isDirectory(stages)) {
      throw new UserError(
          "%s: found no tables, wanted a run folder. Name one that 'retort run' made.".formatted(folder));
    }
    DuckDbEngine engine = new DuckDbEngine(work);
    Map<String, Table> tables = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(stages)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        Stage stage = Stage.load(file);
        String label = String.valueOf(file.getFileName()).replace(".json", "");
        String step = label.substring(label.indexOf('-') + 1);
        if (stage != null) {
          tables.put(step, engine.open(folder.resolve(stage.table())));
          labels.put(step, label);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FinishedRun(engine, folder, tables, labels);
  }

  /// Names of the finished steps, in order.
  public List<String> steps() {
    return List.copyOf(tables.keySet());
  }

  public Table table(String step) {
    Table table = tables.get(step);
    if (table == null) {
      throw new UserError("found no finished step '%s', wanted one of %s.".formatted(step, steps()));
    }
    return table;
  }

  public OfTable.Rows scan(String step) {
    return engine.scan(table(step));
  }

  /// The first `n` rows of a step's table.
  public List<Row> head(String step, int n) {
    List<Row> head = new ArrayList<>();
    try (OfTable.Rows rows = scan(step)) {
      for (Row row = rows.next(); row != null && head.size() < n; row = rows.next()) {
        head.add(row);
      }
    }
    return head;
  }

  /// Tells of every unit of a step that was not kept, in order.
  public void drops(String step, Consumer<Drop> consumer) {
    Path file = folder.resolve("drops").resolve(labels.get(step) + ".parquet");
    try (ParquetRecords records = ParquetRecords.open(file)) {
      for (String record = records.next(); record != null; record = records.next()) {
        JsonNode node = Json.read(record);
        consumer.accept(new Drop(text(node, "id"), text(node, "teacher"), text(node, "state"), text(node, "reason"),
            text(node, "detail")));
      }
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).stringValue("");
  }

  @Override
  public void close() {
    engine.close();
  }
}
