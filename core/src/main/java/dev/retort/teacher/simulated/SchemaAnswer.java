package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes JSON that satisfies a plain JSON Schema; a keyword it does not know is refused by name.
final class SchemaAnswer {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
  private static final int DEEPEST = 32;
  private static final int LONGEST = 1_000;
  private static final int MOST_VALUES = 10_000;
  /// Below this depth lists that may be empty are, so that a schema that refers to itself comes to an end.
  private static final int SHALLOW = 6;
  private static final Set<String> KNOWN = Set.of("type", "properties", "required", "additionalProperties", "items",
      "minItems", "maxItems", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
      "multipleOf", "minLength", "maxLength", "format", "anyOf", "$ref", "$defs", "definitions", "title",
      "description", "default", "examples", "$schema", "$id", "$comment", "strict", "name", "deprecated", "readOnly",
      "writeOnly");

  private final JsonNode root;
  private final @Nullable JsonNode known;
  private final Supplier<String> sentence;
  private final RandomGenerator random;
  private int values;

  /// @param known an object whose values are right where a property of that name and type is wanted
  SchemaAnswer(JsonNode root, @Nullable JsonNode known, Supplier<String> sentence, RandomGenerator random) {
    this.root = root;
    this.known = known;
    this.sentence = sentence;
    this.random = random;
  }

  JsonNode make() {
    return make(root, 0);
  }

  private JsonNode make(JsonNode schema, int depth) {
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      throw refused("it wants more than %d values or %d levels".formatted(MOST_VALUES, DEEPEST));
    }
    if (!schema.isObject()) {
      throw refused("a schema must be an object, not " + schema.getNodeType());
    }
    for (String keyword : schema.propertyNames()) {
      if (!KNOWN.contains(keyword)) {
        throw refused("the keyword '%s' is not one the simulated fleet can satisfy".formatted(keyword));
      }
    }
    if (schema.has("$ref")) {
      return make(target(schema.get("$ref").asString("")), depth + 1);
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return pick(schema.get("enum"), "enum");
    }
    return schema.has("anyOf") ? make(pick(schema.get("anyOf"), "anyOf"), depth + 1) : typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode type = schema.get("type");
    String name = type == null
        ? schema.has("properties") ? "object" : "string"
        : type.isArray() ? pick(type, "type").asString("") : type.asString("");
    return switch (name) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> MAKE.stringNode(text(schema));
      case "integer" -> MAKE.numberNode(number(schema, BigDecimal.ONE).toBigInteger());
      case "number" -> MAKE.numberNode(number(schema, new BigDecimal("0.01")));
      case "boolean" -> MAKE.booleanNode(random.nextBoolean());
      case "null" -> MAKE.nullNode();
      default -> throw refused("the type '%s' is not known".formatted(name));
    };
  }

  private JsonNode pick(JsonNode list, String keyword) {
    if (!list.isArray() || list.isEmpty()) {
      throw refused("'%s' must be a list with an element".formatted(keyword));
    }
    return list.get(random.nextInt(list.size()));
  }

  private JsonNode target(String reference) {
    JsonNode found = reference.equals("#") ? root : reference.startsWith("#/") ? root.at(reference.substring(1)) : null;
    if (found == null || found.isMissingNode()) {
      throw refused("'$ref': %s is not found within it".formatted(reference));
    }
    return found;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    JsonNode properties = schema.path("properties");
    for (String name : properties.propertyNames()) {
      JsonNode fact = known == null ? null : known.get(name);
      JsonNode property = properties.get(name);
      boolean fits = fact != null && fits(fact, property);
      object.set(name, fits && fact != null ? fact : make(property, depth + 1));
    }
    for (JsonNode required : schema.path("required")) {
      if (!object.has(required.asString(""))) {
        throw refused("'%s' is required but not among its properties".formatted(required.asString("")));
      }
    }
    return object;
  }

  /// Whether a known fact may stand here: only where nothing but its type is asked.
  private static boolean fits(JsonNode fact, JsonNode schema) {
    boolean bare = schema.propertyNames().stream()
        .allMatch(keyword -> List.of("type", "title", "description", "items").contains(keyword));
    return bare && switch (schema.path("type").asString("")) {
      case "string" -> fact.isString();
      case "integer" -> fact.isIntegralNumber();
      case "number" -> fact.isNumber();
      case "array" -> fact.isArray() && schema.path("items").path("type").asString("").equals("string")
          && schema.path("items").size() == 1;
      default -> false;
    };
  }

  private ArrayNode array(JsonNode schema, int depth) {
    int least = bound(schema, "minItems", 0);
    int most = Math.max(least, bound(schema, "maxItems", Math.max(3, least + 2)));
    int more = Math.min(5, most - least);
    int many = depth > SHALLOW || more == 0 ? least : least + 1 + random.nextInt(more);
    ArrayNode array = Json.MAPPER.createArrayNode();
    JsonNode items = schema.has("items") ? schema.get("items") : Json.read("{\"type\":\"string\"}");
    for (int i = 0; i < many; i++) {
      array.add(make(items, depth + 1));
    }
    return array;
  }

  private static int bound(JsonNode schema, String keyword, int absent) {
    JsonNode value = schema.get(keyword);
    if (value == null) {
      return absent;
    }
    if (!value.canConvertToInt() || value.intValue() < 0 || value.intValue() > LONGEST) {
      throw refused("'%s' must be 0 to %d".formatted(keyword, LONGEST));
    }
    return value.intValue();
  }

  private BigDecimal number(JsonNode schema, BigDecimal grain) {
    BigDecimal step = schema.has("multipleOf") ? plain(schema, "multipleOf") : grain;
    if (step.signum() <= 0) {
      throw refused("'multipleOf' must be above 0");
    }
    BigDecimal least = steps(schema, step, "minimum", "exclusiveMinimum", 1);
    BigDecimal most = steps(schema, step, "maximum", "exclusiveMaximum", -1);
    BigDecimal span = step.compareTo(BigDecimal.ONE) < 0 ? new BigDecimal(1_000) : BigDecimal.TEN;
    BigDecimal from = least != null ? least : most != null ? most.subtract(span) : BigDecimal.ONE;
    BigDecimal to = most != null ? most : from.add(span);
    BigDecimal room = to.subtract(from).min(new BigDecimal(1_000_000));
    if (room.signum() < 0) {
      throw refused("no number lies within its bounds");
    }
    return from.add(new BigDecimal(random.nextInt(room.intValue() + 1))).multiply(step);
  }

  /// A bound counted in whole steps, moved inwards where the schema excludes it.
  private static @Nullable BigDecimal steps(JsonNode schema, BigDecimal step, String open, String closed, int inwards) {
    boolean exclusive = schema.has(closed);
    if (!exclusive && !schema.has(open)) {
      return null;
    }
    BigDecimal bound = plain(schema, exclusive ? closed : open);
    BigDecimal whole = bound.divide(step, 0, inwards > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
    boolean on = exclusive && whole.multiply(step).compareTo(bound) == 0;
    return on ? whole.add(new BigDecimal(inwards)) : whole;
  }

  /// A number small enough to calculate with: `1e-999999999` takes four bytes to write and gigabytes to divide by.
  private static BigDecimal plain(JsonNode schema, String keyword) {
    JsonNode node = schema.get(keyword);
    if (node.isNumber()) {
      BigDecimal value = node.decimalValue();
      if (Math.abs((long) value.scale()) <= 15 && value.precision() <= 15) {
        return value;
      }
    }
    throw refused("'%s' must be a number of at most 15 digits".formatted(keyword));
  }

  private String text(JsonNode schema) {
    if (schema.has("format")) {
      return formatted(schema.get("format").asString(""));
    }
    int least = bound(schema, "minLength", 0);
    int most = Math.max(least, bound(schema, "maxLength", Math.max(LONGEST, least)));
    StringBuilder text = new StringBuilder(sentence.get());
    while (text.codePointCount(0, text.length()) < least) {
      text.append(' ').append(sentence.get());
    }
    int length = text.codePointCount(0, text.length());
    return length <= most ? text.toString() : text.substring(0, text.offsetByCodePoints(0, most));
  }

  private String formatted(String format) {
    int number = random.nextInt(10, 28);
    return switch (format) {
      case "date" -> "2026-03-" + number;
      case "date-time" -> "2026-03-%dT09:30:00Z".formatted(number);
      case "time" -> "09:30:%dZ".formatted(number);
      case "email" -> "reader%d@example.org".formatted(number);
      case "uri", "uri-reference" -> "https://example.org/" + number;
      case "uuid" -> "00000000-0000-4000-8000-0000000000" + number;
      default -> throw refused("the format '%s' is not known".formatted(format));
    };
  }

  private static BadAsk refused(String why) {
    return BadAsk.field("response_format", why);
  }
}
