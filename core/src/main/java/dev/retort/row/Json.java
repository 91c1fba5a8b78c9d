package dev.retort.row;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
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

  /// Characters of a usual request.
  private static final int USUAL = 512;
  /// What the JDK puts for a character that Latin-1 lacks.
  private static final byte BEYOND = '?';

  /// Finds keys that stand twice when it puts them into a tree, which costs less than finding them while parsing.
  private static final JsonMapper TREES = MAPPER.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private Json() {}

  /// @throws tools.jackson.core.JacksonException when the text is not JSON
  public static JsonNode read(String text) {
    try {
      return TREES.readTree(text);
    } catch (JacksonException _) {
      return MAPPER.readTree(text); // says better what is wrong, and where
    }
  }

  /// The value as a node that [#canonical] writes with its keys in the order they stand, for those who read the order.
  public static JsonNode asWritten(JsonNode node) {
    return MAPPER.getNodeFactory().pojoNode(new AsWritten(node));
  }

  private record AsWritten(JsonNode node) {}

  public static String canonical(JsonNode node) {
    StringBuilder out = new StringBuilder(USUAL);
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
    char separator = '{';
    for (Map.Entry<String, JsonNode> field : sorted(node.properties())) {
      out.append(separator);
      separator = ',';
      quote(field.getKey(), out);
      out.append(':');
      canonical(field.getValue(), out);
    }
    out.append(node.isEmpty() ? "{}" : "}");
  }

  /// The fields as they are where they are in order, which our own requests are.
  private static Collection<Map.Entry<String, JsonNode>> sorted(Set<Map.Entry<String, JsonNode>> fields) {
    String before = "";
    for (Map.Entry<String, JsonNode> field : fields) {
      if (before.compareTo(field.getKey()) > 0) {
        List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(fields);
        sorted.sort(Map.Entry.comparingByKey());
        return sorted;
      }
      before = field.getKey();
    }
    return fields;
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
    byte[] latin = latin(text);
    int from = 0; // what stands from here on is appended at once
    for (int i = 0; i < latin.length; i++) {
      int c = latin[i];
      if (c >= 0 && c < 0x20 || c == '"' || c == '\\') {
        escape((char) c, out.append(text, from, i));
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
    byte[] latin = latin(text);
    for (int i = 0; i < latin.length; i++) {
      if (latin[i] == BEYOND && isLone(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /// One byte a character, with `?` for each that Latin-1 lacks: bytes are looked through in a third of the time.
  private static byte[] latin(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length == text.length()) {
      return bytes;
    }
    byte[] each = new byte[text.length()]; // a surrogate pair had become one byte
    for (int i = 0; i < each.length; i++) {
      char c = text.charAt(i);
      each[i] = c < 0x100 ? (byte) c : BEYOND;
    }
    return each;
  }
}
