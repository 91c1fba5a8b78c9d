package dev.retort.teacher.structured;

import dev.retort.teacher.http.Excerpt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Looks through a schema for what leads out of it, or too deep.
final class SchemaLinks {
  private static final int DEEPEST = 64;
  private static final Set<String> NAMES = Set.of("properties", "patternProperties", "$defs", "definitions",
      "dependentSchemas");
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private SchemaLinks() {}

  /// @throws IllegalArgumentException naming the place
  static void check(JsonNode schema, String dialect) {
    check(schema, schema, "", dialect);
  }

  private static void check(JsonNode root, JsonNode schema, String where, String dialect) {
    if (where.chars().filter(c -> c == '/').count() > DEEPEST) {
      throw wrong(where, "nesting deeper than " + DEEPEST, "less");
    }
    for (String key : schema.propertyNames()) {
      JsonNode value = schema.get(key);
      String inner = where + "/" + key;
      link(root, key, value, inner, dialect);
      if (NAMES.contains(key) && value.isObject()) {
        value.propertyNames().forEach(name -> descend(root, value.get(name), inner + "/" + name, dialect));
      } else if (!DATA.contains(key)) {
        descend(root, value, inner, dialect);
      }
    }
  }

  private static void descend(JsonNode root, JsonNode value, String where, String dialect) {
    if (value.isObject()) {
      check(root, value, where, dialect);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        descend(root, value.get(i), where + "/" + i, dialect);
      }
    }
  }

  private static void link(JsonNode root, String key, JsonNode value, String where, String dialect) {
    switch (key) {
      case "$ref" -> {
        String target = value.asString("");
        boolean inside = target.equals("#") || target.startsWith("#/") && root.at(target.substring(1)).isContainer();
        if (!inside) {
          throw wrong(where, Excerpt.of(value.toString()), "'#/...', a place in this schema");
        }
      }
      case "$schema" -> {
        if (!value.asString("").replaceAll("#$", "").equals(dialect)) {
          throw wrong(where, Excerpt.of(value.toString()), dialect);
        }
      }
      case "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary" ->
        throw wrong(where, key, "a schema without it");
      default -> {
      }
    }
  }

  private static IllegalArgumentException wrong(String where, String found, String wanted) {
    return new IllegalArgumentException("%s: found %s, wanted %s".formatted(where, found, wanted));
  }
}
