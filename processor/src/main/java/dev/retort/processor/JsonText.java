package dev.retort.processor;

import java.util.List;
import java.util.Map;

/// Writes maps, lists, texts, numbers and booleans as indented JSON.
final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static String of(Object value) {
    JsonText text = new JsonText();
    text.value(value, "");
    return text.out.append('\n').toString();
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append("{}");
      case List<?> list when list.isEmpty() -> out.append("[]");
      case Map<?, ?> map -> object(map, indent);
      case List<?> list -> array(list, indent);
      case String text -> quote(text);
      case Boolean bool -> out.append(bool.booleanValue());
      case Number number -> out.append(number);
      default -> throw new IllegalArgumentException("not JSON: " + value.getClass());
    }
  }

  private void object(Map<?, ?> map, String indent) {
    String inner = indent + "  ";
    String separator = "{\n";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator).append(inner);
      quote((String) entry.getKey());
      out.append(": ");
      value(entry.getValue(), inner);
      separator = ",\n";
    }
    out.append('\n').append(indent).append('}');
  }

  private void array(List<?> list, String indent) {
    boolean flat = list.stream().noneMatch(element -> element instanceof Map || element instanceof List);
    String inner = flat ? "" : "\n" + indent + "  ";
    String separator = "[";
    for (Object element : list) {
      out.append(separator).append(inner);
      value(element, indent + "  ");
      separator = flat ? ", " : ",";
    }
    out.append(flat ? "]" : "\n" + indent + "]");
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }
}
