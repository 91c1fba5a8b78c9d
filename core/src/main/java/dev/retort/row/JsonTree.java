package dev.retort.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// JSON as plain Java values whose numbers are kept as they were written.
///
/// | JSON | Java |
/// |---|---|
/// | object | `LinkedHashMap` |
/// | array | `ArrayList` |
/// | string | `String` |
/// | number | [Num] |
/// | `true`, `false` | `Boolean` |
/// | `null` | `null` |
///
/// Keys that stand twice and halves of surrogate pairs are refused.
public final class JsonTree {
  private static final JsonMapper PLAIN = JsonMapper.builder().build();
  /// What the parser says of where it was; that is told by the byte instead.
  private static final Pattern WHERE = Pattern.compile(
      " \\((for|start marker at|starting at) [^\\[]*\\[Source:.*?\\]\\)| \\[Source:.*?\\]|\\(`Stream[A-Za-z]+\\.[A-Z_]+`[^)]*\\)");

  private JsonTree() {}

  /// A number as it was written.
  public record Num(String literal) {

    /// Its value by which equal numbers are one, as in [Json#canonical].
    String canonical() {
      if (plainInteger()) {
        return literal;
      }
      if (integral()) {
        return new BigInteger(literal).toString();
      }
      BigDecimal value = new BigDecimal(literal).stripTrailingZeros();
      if (value.signum() == 0) {
        return "0";
      }
      boolean plain = value.scale() <= 0 && value.precision() - value.scale() <= 21;
      return plain ? value.toPlainString() : value.toString();
    }

    /// Whether it has neither fraction nor exponent.
    public boolean integral() {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c == '.' || c == 'e' || c == 'E') {
          return false;
        }
      }
      return true;
    }

    private boolean plainInteger() {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c < '0' || c > '9') {
          return false;
        }
      }
      return true;
    }
  }

  /// @throws IllegalArgumentException when the text is not JSON: what is wrong, and at which byte
  public static @Nullable Object parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /// @param bytes valid UTF-8
  /// @throws IllegalArgumentException when the text is not JSON: what is wrong, and at which byte
  public static @Nullable Object parse(byte[] bytes, int from, int length) {
    try (JsonParser parser = PLAIN.createParser(bytes, from, length)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("not JSON: nothing but white space");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "not JSON: more text behind the value, at byte " + parser.currentTokenLocation().getByteOffset());
      }
      return value;
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      String first = WHERE.matcher(e.getOriginalMessage().lines().findFirst().orElse("")).replaceAll("");
      throw new IllegalArgumentException("not JSON: " + first + (at < 0 ? "" : ", at byte " + at), e);
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> whole(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getString());
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
        throw new IllegalArgumentException("not JSON: " + token);
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = whole(parser.currentName());
      if (map.containsKey(name)) {
        throw new IllegalArgumentException("key '%s' stands twice".formatted(name));
      }
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static String whole(String text) {
    if (Json.hasLoneSurrogate(text)) {
      throw new IllegalArgumentException("half a surrogate pair in a string, which no file can hold");
    }
    return text;
  }

  /// The value as JSON text, numbers as they were written, no white space.
  public static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, false, out);
    return out.toString();
  }

  /// The value as canonical JSON, equal to [Json#canonical] of the same text.
  public static String canonical(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, true, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, boolean canonical, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case String text -> Json.quote(text, out);
      case Num num -> out.append(canonical ? num.canonical() : num.literal());
      case Boolean bool -> out.append(bool.booleanValue());
      case Map<?, ?> map -> object(map, canonical, out);
      case List<?> list -> array(list, canonical, out);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    }
  }

  private static void object(Map<?, ?> map, boolean canonical, StringBuilder out) {
    Map<?, ?> ordered = canonical ? new TreeMap<>(map) : map;
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : ordered.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      Json.quote((String) entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), canonical, out);
    }
    out.append('}');
  }

  private static void array(List<?> list, boolean canonical, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(list.get(i), canonical, out);
    }
    out.append(']');
  }
}
