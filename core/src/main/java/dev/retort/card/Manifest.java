package dev.retort.card;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an export holds, file by file, without dates: equal runs give equal manifests.
///
/// @param layout how a row is laid out
/// @param format which files the rows are in
/// @param columns of each row, behind `id`
public record Manifest(String layout, String format, Schema columns, List<DataFile> files) {
  private static final String ORDER = "the order of the run's rows, through the files in the order they are listed";

  public Manifest {
    files = List.copyOf(files);
  }

  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /// The text of `manifest.json`.
  public String json() {
    StringBuilder out = new StringBuilder("{\n  \"manifest\": 1,\n  \"layout\": ");
    Json.quote(layout, out);
    out.append(",\n  \"format\": ");
    Json.quote(format, out);
    out.append(",\n  \"order\": ");
    Json.quote(ORDER, out);
    out.append(",\n  \"rows\": ").append(rows()).append(",\n  \"columns\": [\n    ")
        .append(entry("id", "text"));
    for (Column column : columns.columns()) {
      out.append(",\n    ").append(entry(column.name(), word(column.type())));
    }
    out.append("\n  ],\n  \"files\": [");
    out.append(files.stream().map(Manifest::entry).collect(Collectors.joining(",", "", "\n  ]\n}\n")));
    return out.toString();
  }

  private static String entry(String name, String type) {
    StringBuilder out = new StringBuilder("{\"name\": ");
    Json.quote(name, out);
    out.append(", \"type\": ");
    Json.quote(type, out);
    return out.append('}').toString();
  }

  private static String entry(DataFile file) {
    StringBuilder out = new StringBuilder("\n    {\"name\": ");
    Json.quote(file.name(), out);
    return out.append(", \"rows\": ").append(file.rows()).append(", \"bytes\": ").append(file.bytes())
        .append(", \"sha256\": \"").append(file.sha256()).append("\"}").toString();
  }

  /// A type in words: `text`, `list<int>`, `{role: text, content: text}`.
  static String word(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> scalar.name().toLowerCase(Locale.ROOT);
      case Type.ListOf(Type element) -> "list<" + word(element) + ">";
      case Type.Struct struct -> struct.fields().stream().map(field -> field.name() + ": " + word(field.type()))
          .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
