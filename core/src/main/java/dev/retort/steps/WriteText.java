package dev.retort.steps;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.retort.row.Column;
import dev.retort.row.Row;
import dev.retort.row.Schema;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes rows as text, one after the other: JSON lines, a JSON array, or CSV with a header.
///
/// Lines end in a line feed on every platform. In CSV an absent value is an empty field and an empty text is `""`; lists
/// and records stand there as JSON text.
sealed interface WriteText {

  void row(Row row) throws IOException;

  /// Writes what stands behind the last row.
  void end() throws IOException;

  static WriteText of(Write.Format format, Schema columns, Writer out) throws IOException {
    return switch (format) {
      case JSONL, JSONL_GZ, JSONL_ZST -> new Lines(columns, out);
      case JSON -> new Array(columns, out);
      case CSV -> Csv.begin(columns, out);
      case PARQUET -> throw new IllegalStateException("Parquet is written by the engine");
    };
  }

  /// An object a line.
  record Lines(Schema columns, Writer out) implements WriteText {
    @Override
    public void row(Row row) throws IOException {
      out.append(WriteJson.line(row, columns)).append('\n');
    }

    @Override
    public void end() {
      // A line is whole by itself.
    }
  }

  /// An array with an object a line.
  final class Array implements WriteText {
    private final Schema columns;
    private final Writer out;
    private String before = "[\n";

    Array(Schema columns, Writer out) {
      this.columns = columns;
      this.out = out;
    }

    @Override
    public void row(Row row) throws IOException {
      out.append(before).append(WriteJson.line(row, columns));
      before = ",\n";
    }

    @Override
    public void end() throws IOException {
      out.append(before.startsWith("[") ? "[]\n" : "\n]\n");
    }
  }

  /// A header, then a record a row.
  record Csv(Schema columns, CsvWriter out) implements WriteText {
    static Csv begin(Schema columns, Writer out) {
      CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).quoteStrategy(QuoteStrategies.EMPTY)
          .build(out);
      List<String> header = new ArrayList<>(List.of("id"));
      header.addAll(columns.names());
      writer.writeRecord(header);
      return new Csv(columns, writer);
    }

    @Override
    public void row(Row row) {
      List<@Nullable String> fields = new ArrayList<>();
      fields.add(row.id());
      for (Column column : columns.columns()) {
        fields.add(WriteJson.field(column.type(), row.get(column.name())));
      }
      out.writeRecord(fields.toArray(new String[0]));
    }

    @Override
    public void end() throws IOException {
      out.flush();
    }
  }
}
