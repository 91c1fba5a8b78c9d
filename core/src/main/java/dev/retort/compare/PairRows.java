package dev.retort.compare;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.retort.UserError;
import dev.retort.files.JsonLines;
import dev.retort.row.JsonTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the values of each pair at each prompt, a row each, as JSON lines or CSV.
public final class PairRows implements Similarity.Values, Closeable {
  private final WholeFile file;
  private final Path path;
  private final List<String> measures;
  private final Rows rows;

  private interface Rows extends Closeable {
    void row(String prompt, String a, String b, double[] values) throws IOException;
  }

  private PairRows(WholeFile file, Path path, List<String> measures) throws IOException {
    this.file = file;
    this.path = path;
    this.measures = List.copyOf(measures);
    this.rows = isCsv(path) ? csv() : lines();
  }

  /// @param path its ending says the format
  /// @param measures names of the values
  public static PairRows begin(Path path, List<String> measures) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (!name.matches(".*\\.(csv|(jsonl|ndjson)(\\.gz|\\.zst)?)")) {
      throw new UserError("--rows: found %s, wanted a name that ends in .jsonl, .jsonl.gz, .jsonl.zst or .csv."
          .formatted(path));
    }
    WholeFile file = WholeFile.begin(path);
    try {
      return new PairRows(file, path, measures);
    } catch (IOException e) {
      file.close();
      throw WholeFile.failed(path, e);
    }
  }

  private static boolean isCsv(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  private Rows lines() throws IOException {
    JsonLines lines = JsonLines.over(file.out(), String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT));
    return new Rows() {
      @Override
      public void row(String prompt, String a, String b, double[] values) throws IOException {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("prompt", prompt);
        row.put("a", a);
        row.put("b", b);
        for (int i = 0; i < values.length; i++) {
          row.put(measures.get(i), Double.isNaN(values[i]) ? null : new JsonTree.Num(Double.toString(values[i])));
        }
        lines.write(row);
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  private Rows csv() {
    CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF)
        .build(new OutputStreamWriter(file.out(), StandardCharsets.UTF_8));
    List<String> head = new ArrayList<>(List.of("prompt", "a", "b"));
    head.addAll(measures);
    writer.writeRecord(head);
    return new Rows() {
      @Override
      public void row(String prompt, String a, String b, double[] values) {
        List<String> row = new ArrayList<>(List.of(prompt, a, b));
        for (double value : values) {
          row.add(Double.isNaN(value) ? "" : Double.toString(value));
        }
        writer.writeRecord(row);
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  @Override
  public void take(String prompt, String a, String b, double[] values) {
    try {
      rows.row(prompt, a, b, values);
    } catch (IOException e) {
      throw WholeFile.failed(path, e);
    } catch (UncheckedIOException e) {
      throw WholeFile.failed(path, Objects.requireNonNull(e.getCause()));
    }
  }

  /// Puts the file under its name.
  public void publish() {
    try {
      rows.close();
    } catch (IOException e) {
      throw WholeFile.failed(path, e);
    }
    file.publish();
  }

  @Override
  public void close() {
    file.close();
  }
}
