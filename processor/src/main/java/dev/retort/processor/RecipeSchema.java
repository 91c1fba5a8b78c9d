package dev.retort.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON Schema (2020-12) of a whole recipe, for editors. The reader itself does not use it.
final class RecipeSchema {
  private final Kinds kinds;
  private final Map<String, Object> definitions = new TreeMap<>();

  private RecipeSchema(Kinds kinds) {
    this.kinds = kinds;
  }

  static String text(Shape.Group recipe, String summary, Kinds kinds) {
    RecipeSchema schema = new RecipeSchema(kinds);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Retort recipe");
    root.put("description", summary);
    root.putAll(schema.object(recipe.options()));
    root.put("$defs", schema.definitions);
    return JsonText.of(root);
  }

  private Map<String, Object> object(List<Option> options) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    Kind.@Nullable Role choice = null;
    for (Option option : options) {
      if (option.shape() instanceof Shape.Choice(Kind.Role role)) {
        choice = role;
        kinds.of(role).forEach((name, kind) -> properties.put(name, kind(role, kind)));
      } else {
        properties.put(option.name(), property(option));
        if (option.required()) {
          required.add(option.name());
        }
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    if (choice != null && !kinds.of(choice).isEmpty()) {
      schema.put("oneOf",
          kinds.of(choice).keySet().stream().map(name -> Map.<String, Object>of("required", List.of(name))).toList());
    }
    return schema;
  }

  private Map<String, Object> property(Option option) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (!option.doc().isEmpty()) {
      schema.put("description", option.doc());
    }
    schema.putAll(shape(option.shape()));
    return schema;
  }

  /// The options under a kind's name: a mapping, or less where less says it all.
  private Map<String, Object> kind(Kind.Role role, Kind kind) {
    String name = role.plural + "." + kind.name();
    definitions.put(name, mappingOrShorthand(kind.options(), kind.options().stream().noneMatch(Option::required)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", kind.doc().summary());
    schema.put("$ref", "#/$defs/" + name);
    return schema;
  }

  private Map<String, Object> mappingOrShorthand(List<Option> options, boolean mayBeEmpty) {
    Option plain = Option.shorthand(options);
    Map<String, Object> mapping = object(options);
    if (mayBeEmpty) {
      return Map.of("anyOf", List.of(Map.of("type", "null"), mapping));
    }
    Shape scalar = plain == null ? null : plain.shape().scalar();
    return scalar == null ? mapping : Map.of("anyOf", List.of(shape(scalar), mapping));
  }

  private Map<String, Object> shape(Shape shape) {
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar);
      case Shape.Anything _ -> Map.of();
      case Shape.OneOf one -> Map.of("enum", one.values());
      case Shape.ListOf list -> list(list);
      case Shape.MapOf map -> ordered("type", "object", "additionalProperties", shape(map.value()));
      case Shape.Group group -> group(group);
      case Shape.Choice _ -> throw new IllegalStateException("a choice stands in a mapping of its own");
    };
  }

  private static Map<String, Object> scalar(Shape.Scalar scalar) {
    return switch (scalar) {
      case TEXT, TEXT_OR_FILE -> Map.of("type", List.of("string", "number"));
      case INTEGER -> Map.of("type", "integer");
      case NUMBER -> Map.of("type", "number");
      case BOOL -> Map.of("type", "boolean");
      case DURATION -> ordered("type", "string", "pattern", "^[0-9]+(ms|s|m|h|d)$");
      case SECRET -> ordered("type", "string", "pattern", "^(\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}|file:.+)$");
    };
  }

  private Map<String, Object> list(Shape.ListOf list) {
    Map<String, Object> array = ordered("type", "array", "items", shape(list.element()));
    if (list.element() instanceof Shape.Group group && holdsChoice(group)) {
      List<String> bare = kinds.steps().values().stream()
          .filter(kind -> kind.options().stream().noneMatch(Option::required)).map(Kind::name).toList();
      if (!bare.isEmpty()) {
        array.put("items", Map.of("anyOf", List.of(Map.of("enum", bare), shape(group))));
      }
      return array;
    }
    return list.element().isScalar() ? Map.of("anyOf", List.of(shape(list.element()), array)) : array;
  }

  private static boolean holdsChoice(Shape.Group group) {
    return group.options().stream().anyMatch(option -> option.shape() instanceof Shape.Choice);
  }

  private Map<String, Object> group(Shape.Group group) {
    if (!definitions.containsKey(group.name())) {
      definitions.put(group.name(), mappingOrShorthand(group.options(), false));
    }
    return Map.of("$ref", "#/$defs/" + group.name());
  }

  private static Map<String, Object> ordered(String key, Object value, String second, Object secondValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(second, secondValue);
    return map;
  }
}
