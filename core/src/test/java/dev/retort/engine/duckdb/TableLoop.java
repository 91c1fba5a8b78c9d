package dev.retort.engine.duckdb;

import dev.retort.UserError;
import dev.retort.engine.Engine;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import java.nio.file.Path;

/// A process that writes table after table until it is killed or the disk is full; it prints each one's name when done.
final class TableLoop {
  static final Schema SCHEMA = Schema.of(Column.integer("n"), Column.text("t"));
  private static final int ROWS = 1500;

  private TableLoop() {}

  /// @param words the folder, the first table's number, the length of a row's text
  public static void main(String[] words) {
    Path folder = Path.of(words[0]);
    int length = Integer.parseInt(words[2]);
    try (DuckDbEngine engine = new DuckDbEngine(folder.resolve("work"), 64, 1)) {
      for (int number = Integer.parseInt(words[1]);; number++) {
        try (Engine.Writer writer = engine.ordered(folder.resolve("table-" + number), SCHEMA)) {
          for (int n = 0; n < rows(number); n++) {
            writer.add(row(number, n, length));
          }
          writer.publish();
        }
        System.out.println("table-" + number);
      }
    } catch (UserError e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  static int rows(int number) {
    return ROWS + number;
  }

  static Row row(int number, int n, int length) {
    return new Row(number + "-" + n, SCHEMA, (long) n, Integer.toString(number * 7919 + n, 36).repeat(length));
  }
}
