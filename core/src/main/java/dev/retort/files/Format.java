package dev.retort.files;

import dev.retort.UserError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/// How records stand in a file.
public enum Format {
  /// Told by the file's name, else by its first bytes.
  AUTO,
  /// An object a line.
  JSONL,
  /// An array of objects.
  JSON,
  /// Comma-separated values with a header.
  CSV,
  /// Apache Parquet.
  PARQUET;

  /// Opens a file for reading its records.
  /// @param notes hears of what was not as the name says
  public Items open(Path file, Consumer<String> notes) {
    Input.check(file);
    Format named = this == AUTO ? byName(file) : this;
    if (named == PARQUET) {
      return new ParquetItems(file);
    }
    BufferedInputStream in = Input.open(file, notes);
    try {
      return named.open(file, in, notes);
    } catch (IOException e) {
      throw close(in, Input.trouble(file, e));
    } catch (RuntimeException e) {
      throw close(in, e);
    }
  }

  private Items open(Path file, BufferedInputStream in, Consumer<String> notes) throws IOException {
    if (this == CSV) {
      return new CsvItems(file, in);
    }
    int first = firstSolid(in);
    if (first == '[') {
      if (this == JSONL) {
        notes.accept("%s is a JSON array, though it was taken for JSON lines; it is read as an array".formatted(file));
      }
      return new JsonItems(file, new ArraySlices(in, file), "");
    }
    if (this == AUTO && first >= 0 && first != '{') {
      throw new UserError("%s: its format cannot be told from its name. Give format: jsonl, json, csv or parquet."
          .formatted(file));
    }
    if (this == JSON && first == '{') {
      notes.accept("%s holds JSON lines, though it was taken for a JSON array; it is read as lines".formatted(file));
    }
    return new JsonItems(file, new LineSlices(in),
        this == JSON ? " (a JSON file that does not begin with '[' is read as one object a line)" : "");
  }

  private static Format byName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "jsonl", "ndjson" -> JSONL;
      case "json" -> JSON;
      case "csv" -> CSV;
      case "parquet" -> PARQUET;
      default -> AUTO;
    };
  }

  private static int firstSolid(BufferedInputStream in) throws IOException {
    byte[] head = Input.peek(in, 1 << 12);
    for (byte b : head) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xFF;
      }
    }
    return -1;
  }

  private static RuntimeException close(BufferedInputStream in, RuntimeException cause) {
    try {
      in.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }
}
