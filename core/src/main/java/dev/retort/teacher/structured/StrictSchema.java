package dev.retort.teacher.structured;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whether a schema is of the kind OpenAI's strict mode takes; it refuses any other.
///
/// Every object names all its properties as required and allows no others, every value has a type, an enum or a choice,
/// and only keywords known to be taken occur. Source: OpenAI's guide to structured outputs, read in 2026.
public final class StrictSchema {
  private static final Set<String> TAKEN = Set.of("type", "properties", "required", "additionalProperties", "items",
      "enum", "const", "anyOf", "$ref", "$defs", "description", "title");
  private static final int DEEPEST = 5;
  private static final int MOST_PROPERTIES = 100;

  private StrictSchema() {}

  public static boolean is(JsonNode schema) {
    return schema.path("type").asString("").equals("object") && strict(schema, 1)
        && properties(schema) <= MOST_PROPERTIES;
  }

  private static boolean strict(JsonNode schema, int depth) {
    boolean known = schema.isObject() && depth <= DEEPEST && TAKEN.containsAll(schema.propertyNames());
    boolean said = schema.has("type") || schema.has("enum") || schema.has("const") || schema.has("anyOf")
        || schema.has("$ref");
    return known && said && (!has(schema, "object") || closed(schema)) && (!has(schema, "array") || schema.has("items"))
        && inside(schema.path("properties"), depth + 1) && inside(schema.path("$defs"), depth)
        && inside(schema.path("anyOf"), depth) && (!schema.has("items") || strict(schema.get("items"), depth + 1));
  }

  private static boolean has(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    return types.isArray()
        ? types.valueStream().anyMatch(one -> one.asString("").equals(type))
        : types.asString("").equals(type);
  }

  private static boolean closed(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    JsonNode open = schema.path("additionalProperties");
    Set<String> required = Set.copyOf(
        schema.path("required").valueStream().map(name -> name.asString("")).distinct().toList());
    return properties.isObject() && !properties.isEmpty() && open.isBoolean() && !open.booleanValue()
        && required.equals(Set.copyOf(properties.propertyNames()));
  }

  private static boolean inside(JsonNode schemas, int depth) {
    return schemas.valueStream().allMatch(schema -> strict(schema, depth));
  }

  private static int properties(JsonNode schema) {
    int own = schema.path("properties").isObject() ? schema.path("properties").size() : 0;
    return own + schema.valueStream().filter(JsonNode::isContainer).mapToInt(StrictSchema::properties).sum();
  }
}
