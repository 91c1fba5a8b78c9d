package dev.retort.steps;

import dev.retort.row.Column;
import dev.retort.row.Json;
import dev.retort.row.Type;
import dev.retort.teacher.structured.AnswerSchema;
import dev.retort.teacher.structured.Judge;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an answer must be as JSON, and which columns it becomes.
///
/// @param schema the recipe's own, or one made of the columns
/// @param columns by name; where there are none, the whole answer goes to `into`
/// @param into a JSON column
record PromptAnswer(AnswerSchema schema, Map<String, Type.Scalar> columns, String into) implements Judge {

  /// @return null where the answer is plain text
  static @Nullable PromptAnswer of(Prompt.Answer answer) {
    if (!answer.columns().isEmpty()) {
      return new PromptAnswer(AnswerSchema.of(schema(answer.columns())), answer.columns(), answer.into());
    }
    return answer.schema().isEmpty()
        ? null
        : new PromptAnswer(AnswerSchema.of(Json.MAPPER.valueToTree(answer.schema())), Map.of(), answer.into());
  }

  private static JsonNode schema(Map<String, Type.Scalar> columns) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    columns.forEach((name, type) -> {
      ObjectNode property = properties.putObject(name);
      switch (type) {
        case TEXT -> property.put("type", "string");
        case INT -> property.put("type", "integer");
        case FLOAT -> property.put("type", "number");
        case BOOL -> property.put("type", "boolean");
        case JSON -> {
        }
      }
    });
    columns.keySet().forEach(schema.putArray("required")::add);
    schema.put("additionalProperties", false);
    return schema;
  }

  List<Column> added() {
    return columns.isEmpty()
        ? List.of(new Column(into, Type.Scalar.JSON))
        : columns.entrySet().stream().map(entry -> new Column(entry.getKey(), entry.getValue())).toList();
  }

  /// What the schema says, then what a column cannot hold.
  @Override
  public List<String> problems(JsonNode answer) {
    List<String> problems = new ArrayList<>(schema.problems(answer));
    if (problems.isEmpty()) {
      columns.forEach((name, type) -> {
        JsonNode node = Objects.requireNonNull(answer.get(name));
        if (type == Type.Scalar.INT && integer(node).bitLength() > 63) {
          problems.add("/%s: found a number beyond 64 bits, wanted a smaller one".formatted(name));
        }
        if (type == Type.Scalar.FLOAT && !Double.isFinite(node.decimalValue().doubleValue())) {
          problems.add("/%s: found a number beyond 64-bit floats, wanted a smaller one".formatted(name));
        }
      });
    }
    return problems;
  }

  /// Values by column, in the columns' order.
  /// @param answer one without [#problems]
  Map<String, Object> values(JsonNode answer) {
    if (columns.isEmpty()) {
      return Map.of(into, answer.toString());
    }
    Map<String, Object> values = new LinkedHashMap<>();
    columns.forEach((name, type) -> values.put(name, value(type, Objects.requireNonNull(answer.get(name)))));
    return values;
  }

  private static Object value(Type.Scalar type, JsonNode node) {
    return switch (type) {
      case TEXT -> node.stringValue();
      case INT -> integer(node).longValueExact();
      case FLOAT -> node.decimalValue().doubleValue();
      case BOOL -> node.booleanValue();
      case JSON -> node.toString();
    };
  }

  private static BigInteger integer(JsonNode node) {
    return node.decimalValue().toBigIntegerExact();
  }
}
