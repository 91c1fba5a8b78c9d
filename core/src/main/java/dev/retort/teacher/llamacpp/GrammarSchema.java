package dev.retort.teacher.llamacpp;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The part of JSON Schema the embedded engine turns into a grammar.
///
/// The native converter ends the whole process at a schema it does not know, so only what it is known to take gets
/// there.
final class GrammarSchema {

  private static final Set<String> TYPES = Set.of("object", "array", "string", "integer", "number", "boolean", "null");
  private static final Set<String> NOTES = Set.of("title", "description", "default", "examples", "$schema");
  private static final Set<String> COUNTS = Set.of("minLength", "maxLength", "minItems", "maxItems");
  private static final int MAX_DEPTH = 16;
  private static final int MAX_COUNT = 1000;

  private GrammarSchema() {}

  /// @throws CompletionBody.Refused naming what the engine does not take
  static void check(JsonNode schema) {
    check(schema, "$", 0);
  }

  private static void check(JsonNode schema, String where, int depth) {
    if (!schema.isObject() || depth > MAX_DEPTH) {
      throw new CompletionBody.Refused(where + ": found " + (schema.isObject()
          ? "a schema nested deeper than "
              + MAX_DEPTH
          : schema.toString()) + ", wanted a JSON Schema object");
    }
    List<String> kinds = List.of("type", "enum", "const", "anyOf").stream().filter(schema::has).toList();
    if (kinds.isEmpty()) {
      throw new CompletionBody.Refused(where + ": found neither type, enum, const nor anyOf, wanted one of them");
    }
    for (String key : schema.propertyNames()) {
      keyword(key, schema.get(key), where + "." + key, depth);
    }
  }

  private static void keyword(String key, JsonNode value, String where, int depth) {
    boolean fits = switch (key) {
      case "type" -> value.isString() && TYPES.contains(value.stringValue());
      case "const" -> true;
      case "enum" -> value.isArray() && !value.isEmpty();
      case "required" -> value.isArray() && value.valueStream().allMatch(JsonNode::isString);
      case "additionalProperties" -> value.isBoolean();
      case "items" -> nested(List.of(value), where, depth);
      case "anyOf" -> value.isArray() && !value.isEmpty() && nested(value, where, depth);
      case "properties" -> value.isObject() && nested(value, where, depth);
      default -> NOTES.contains(key) || COUNTS.contains(key) && value.canConvertToExactIntegral()
          && value.canConvertToInt() && value.intValue() >= 0 && value.intValue() <= MAX_COUNT;
    };
    if (!fits) {
      throw new CompletionBody.Refused("%s: found %s, which the embedded llama.cpp engine cannot hold an answer to"
          .formatted(where, value));
    }
  }

  private static boolean nested(Iterable<JsonNode> schemas, String where, int depth) {
    for (JsonNode schema : schemas) {
      check(schema, where, depth + 1);
    }
    return true;
  }
}
