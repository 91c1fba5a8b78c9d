package dev.retort.steps;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.retort.row.Json;
import dev.retort.row.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads an answer that must be a JSON object of given columns.
final class PromptAnswer {
  private static final String META = "https://json-schema.org/draft/2020-12/schema";
  private static final int SHOWN = 300;

  private final Map<String, Type.Scalar> columns;
  private final JsonNode schema;
  private final Schema validator;

  /// What reading gave.
  sealed interface Result {}

  /// Values by column, in the columns' order.
  record Values(Map<String, Object> values) implements Result {}

  /// An answer that does not fit.
  record Wrong(String message) implements Result {}

  PromptAnswer(Map<String, Type.Scalar> columns) {
    this.columns = columns;
    schema = schema(columns);
    validator = validator(schema);
  }

  /// A validator of a schema that was itself held against the meta schema, and that loads nothing from elsewhere.
  static Schema validator(JsonNode schema) {
    List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaLocation.of(META)).validate(schema);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException("not a JSON Schema: " + shown(errors));
    }
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
        builder -> builder.schemaLoader(loader -> loader.block(any -> true))).getSchema(schema);
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

  /// JSON Schema text the model is given.
  String jsonSchema() {
    return schema.toString();
  }

  Result read(String text) {
    JsonNode answer;
    try {
      answer = Json.read(text);
    } catch (JacksonException e) {
      return wrong("the answer is not JSON: " + e.getOriginalMessage(), text);
    }
    List<Error> errors = validator.validate(answer);
    if (!errors.isEmpty()) {
      return wrong("the answer does not fit the columns: " + shown(errors), text);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Type.Scalar> column : columns.entrySet()) {
      try {
        values.put(column.getKey(), value(column.getValue(), Objects.requireNonNull(answer.get(column.getKey()))));
      } catch (ArithmeticException e) {
        return wrong("the answer's '%s' %s".formatted(column.getKey(), e.getMessage()), text);
      }
    }
    return new Values(values);
  }

  private static Object value(Type.Scalar type, JsonNode node) {
    return switch (type) {
      case TEXT -> whole(node.stringValue());
      case INT -> integer(node);
      case FLOAT -> finite(node.decimalValue());
      case BOOL -> node.booleanValue();
      case JSON -> whole(node.toString());
    };
  }

  private static String whole(String text) {
    if (Json.hasLoneSurrogate(text)) {
      throw new ArithmeticException("holds half a surrogate pair");
    }
    return text;
  }

  private static long integer(JsonNode node) {
    BigDecimal value = node.decimalValue();
    boolean fits = value.precision() - (long) value.scale() <= 19;
    BigInteger whole = fits ? value.toBigIntegerExact() : BigInteger.TWO.pow(64);
    if (whole.bitLength() > 63) {
      throw new ArithmeticException("is beyond 64 bits");
    }
    return whole.longValue();
  }

  private static double finite(BigDecimal value) {
    double number = value.doubleValue();
    if (Double.isInfinite(number)) {
      throw new ArithmeticException("is beyond a 64-bit number");
    }
    return number;
  }

  private static String shown(List<Error> errors) {
    return errors.stream().limit(5).map(Error::toString).map(text -> bounded(text, 200))
        .collect(Collectors.joining("; "));
  }

  private static Result wrong(String message, String text) {
    return new Wrong("%s. It was: %s".formatted(bounded(message, 600), bounded(text, SHOWN)));
  }

  private static String bounded(String text, int codePoints) {
    return text.codePointCount(0, text.length()) <= codePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, codePoints)) + "...";
  }
}
