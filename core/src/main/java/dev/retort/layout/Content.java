package dev.retort.layout;

import dev.retort.files.Records;
import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands in the places of a chat: texts, lists of content parts, tool calls.
final class Content {
  private Content() {}

  /// A text, or the texts of a list of content parts on lines of their own.
  static String text(String where, @Nullable Object value) throws NotInLayout {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof List<?> parts) {
      List<String> texts = new ArrayList<>();
      for (Object part : parts) {
        texts.add(part(where, part));
      }
      return String.join("\n", texts);
    }
    throw new NotInLayout("%s: found %s, wanted a text".formatted(where, kind(value)));
  }

  private static String part(String where, @Nullable Object part) throws NotInLayout {
    if (part instanceof String text) {
      return text;
    }
    if (!(part instanceof Map<?, ?> map)) {
      throw new NotInLayout("%s: found %s among the content parts, wanted {type, text}".formatted(where, kind(part)));
    }
    Object text = map.get("text") instanceof String named ? named : map.get("value");
    if (!"text".equals(map.get("type")) || !(text instanceof String)) {
      throw new NotInLayout("%s: found a content part of type '%s', only text can be taken".formatted(where,
          map.get("type") instanceof String type ? type : kind(map.get("type"))));
    }
    return (String) text;
  }

  /// The `tool_calls` of a message as JSON text; null when there are none.
  static @Nullable String toolCalls(String where, @Nullable Object value) throws NotInLayout {
    Object calls = value instanceof String text && !text.isBlank() ? json(where, text) : value;
    if (calls == null || calls instanceof List<?> list && list.isEmpty() || "".equals(calls)) {
      return null;
    }
    if (!(calls instanceof List<?>)) {
      throw new NotInLayout("%s: found %s, wanted a list of tool calls".formatted(where, kind(calls)));
    }
    return JsonTree.text(calls);
  }

  static @Nullable Object json(String where, String text) throws NotInLayout {
    try {
      return JsonTree.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotInLayout("%s: %s".formatted(where, e.getMessage()));
    }
  }

  static List<?> list(Map<String, @Nullable Object> record, String key, String wanted) throws NotInLayout {
    Object value = record.get(key);
    if (value instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    String found = !record.containsKey(key) ? "no such key" : value instanceof List<?> ? "an empty list" : kind(value);
    throw new NotInLayout("'%s': found %s, wanted %s".formatted(key, found, wanted));
  }

  /// Refuses what plain layouts have no place for.
  static void plain(Message message, String layout) throws NotInLayout {
    if (message.toolCalls() != null || message.is("tool")) {
      throw new NotInLayout("layout %s has no place for tool calls".formatted(layout));
    }
  }

  static String kind(@Nullable Object value) {
    return Records.kind(value);
  }
}
