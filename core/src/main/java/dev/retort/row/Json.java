package dev.retort.row;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;

/// JSON as Retort reads and writes it: duplicate keys refused, numbers never rounded.
///
/// Canonical JSON has its keys sorted by UTF-16 code unit, no white space, and numbers by value: `1.50` and `1.5` are
/// one, `1` and `1.0` are one, and no digit is lost.
public final class Json {

  public static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private Json() {}

  /// @throws tools.jackson.core.JacksonException when the text is not JSON
  public static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  /// The value as a node that [#canonical] writes with its keys in the order they stand, for those who read the order.
  public static JsonNode asWritten(JsonNode node) {
    return MAPPER.getNodeFactory().pojoNode(new AsWritten(node));
  }

  private record AsWritten(JsonNode node) {}

  public static String canonical(JsonNode node) {
    StringBuilder out = new StringBuilder();
    canonical(node, out);
    return out.toString();
  }

  private static void canonical(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node, out);
      case ARRAY -> array(node, out);
      case STRING -> quote(node.stringValue(), out);
      case NUMBER -> number(node, out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case POJO -> asWritten(node, out);
      case MISSING, BINARY -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    }
  }

  private static void asWritten(JsonNode node, StringBuilder out) {
    if (!(node instanceof POJONode pojo) || !(pojo.getPojo() instanceof AsWritten(JsonNode written))) {
      throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    }
    out.append(written);
  }

  private static void object(JsonNode node, StringBuilder out) {
    List<String> names = new ArrayList<>(node.propertyNames());
    Collections.sort(names);
    char separator = '{';
    for (String name : names) {
      out.append(separator);
      separator = ',';
      quote(name, out);
      out.append(':');
      canonical(node.get(name), out);
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private static void array(JsonNode node, StringBuilder out) {
    char separator = '[';
    for (JsonNode element : node) {
      out.append(separator);
      separator = ',';
      canonical(element, out);
    }
    out.append(node.isEmpty() ? "[]" : "]");
  }

  private static void number(JsonNode node, StringBuilder out) {
    if (node.isInt() || node.isLong()) {
      out.append(node.longValue());
    } else if (node.isIntegralNumber()) {
      out.append(node.bigIntegerValue());
    } else {
      BigDecimal value = node.decimalValue().stripTrailingZeros();
      boolean plain = value.scale() <= 0 && value.precision() - value.scale() <= 21;
      out.append(value.signum() == 0 ? "0" : plain ? value.toPlainString() : value.toString());
    }
  }

  /// Appends `text` as a JSON string: only quote, backslash and controls are escaped.
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    int from = 0; // what stands from here on is appended at once
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        escape(c, out.append(text, from, i));
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default ->
        out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
    }
  }

  /// Whether the text has half a surrogate pair, which no file format can hold.
  public static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c) || i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
