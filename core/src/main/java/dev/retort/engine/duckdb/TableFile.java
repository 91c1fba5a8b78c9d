package dev.retort.engine.duckdb;

import dev.retort.UserError;
import dev.retort.engine.Table;
import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Schema;
import dev.retort.row.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `table.json`: the columns of a table and the number of its rows.
final class TableFile {
  static final String NAME = "table.json";
  private static final int FORMAT = 1;

  private TableFile() {}

  /// The name of a part, from 0.
  static String part(int number) {
    return "part-%05d.parquet".formatted(number);
  }

  /// @param parts rows of each part
  static void write(Path folder, Schema schema, List<Long> parts) throws IOException {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("rows", parts.stream().mapToLong(Long::longValue).sum());
    parts.forEach(root.putArray("parts")::add);
    root.set("columns", columns(schema.columns()));
    Files.writeString(folder.resolve(NAME), root + "\n");
  }

  private static ArrayNode columns(List<Column> columns) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Column column : columns) {
      array.addObject().put("name", column.name()).set("type", type(column.type()));
    }
    return array;
  }

  private static JsonNode type(Type type) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    return switch (type) {
      case Type.Scalar scalar -> Json.MAPPER.getNodeFactory().stringNode(scalar.name().toLowerCase(Locale.ROOT));
      case Type.ListOf list -> object.set("list", type(list.element()));
      case Type.Struct struct -> object.set("struct", columns(struct.fields()));
    };
  }

  /// @throws UserError when the folder holds no table this version can read
  static Table read(Path folder) {
    JsonNode root = root(folder);
    try {
      return new Table(folder, new Schema(columns(root.path("columns"))), root.path("rows").longValue());
    } catch (JacksonException | IllegalArgumentException e) {
      throw unreadable(folder, e);
    }
  }

  /// Rows of each part, in order.
  static List<Long> parts(Path folder) {
    List<Long> parts = new ArrayList<>();
    root(folder).path("parts").forEach(part -> parts.add(part.longValue()));
    return parts;
  }

  /// The parts, in order.
  static List<Path> files(Path folder) {
    return IntStream.range(0, parts(folder).size()).mapToObj(number -> folder.resolve(part(number))).toList();
  }

  private static JsonNode root(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file) || !Files.isRegularFile(folder.resolve(part(0)))) {
      throw new UserError("%s: no table, wanted a folder with %s and %s.".formatted(folder, NAME, part(0)));
    }
    try {
      JsonNode root = Json.read(Files.readString(file));
      if (root.path("format").asInt(0) != FORMAT) {
        throw new UserError(
            "%s: table format %s, this version reads %d. Use the version that wrote it, or a new run folder."
                .formatted(file, root.path("format"), FORMAT));
      }
      return root;
    } catch (IOException | JacksonException e) {
      throw unreadable(folder, e);
    }
  }

  private static UserError unreadable(Path folder, Exception cause) {
    return new UserError(
        "%s: cannot be read as a table's description: %s".formatted(folder.resolve(NAME), cause.getMessage()));
  }

  private static List<Column> columns(JsonNode array) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : array) {
      columns.add(new Column(column.path("name").stringValue(), type(column.path("type"))));
    }
    return columns;
  }

  private static Type type(JsonNode node) {
    if (node.isString()) {
      return Type.Scalar.valueOf(node.stringValue().toUpperCase(Locale.ROOT));
    }
    if (node.has("list")) {
      return new Type.ListOf(type(node.path("list")));
    }
    if (node.has("struct")) {
      return new Type.Struct(columns(node.path("struct")));
    }
    throw new IllegalArgumentException("no type: " + node);
  }
}
