package dev.retort.layout;

import dev.retort.row.JsonTree;
import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tool calls as OpenAI writes them, from and to the short form `{"name", "arguments"}` of ShareGPT files.
final class ToolCalls {
  private ToolCalls() {}

  /// @param before the messages before it, so that ids are numbered within the chat
  static String fromShort(String where, String text, List<Message> before) throws NotInLayout {
    Object value = Content.json(where, text);
    List<?> calls = value instanceof List<?> list ? list : Collections.singletonList(value);
    int number = 0;
    for (Message message : before) {
      number += message.toolCalls() == null ? 0 : ids(message.toolCalls()).size();
    }
    List<@Nullable Object> full = new ArrayList<>();
    for (Object call : calls) {
      if (!(call instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
        throw new NotInLayout(
            "%s: found %s, wanted a tool call {name, arguments}".formatted(where, Content.kind(call)));
      }
      Map<String, @Nullable Object> function = new LinkedHashMap<>();
      function.put("name", name);
      Object arguments = map.get("arguments");
      function.put("arguments", arguments instanceof String plain ? plain : JsonTree.text(arguments));
      Map<String, @Nullable Object> whole = new LinkedHashMap<>();
      whole.put("id", "call_" + number++);
      whole.put("type", "function");
      whole.put("function", function);
      full.add(whole);
    }
    return JsonTree.text(full);
  }

  static String toShort(String calls) throws NotInLayout {
    List<@Nullable Object> shorter = new ArrayList<>();
    for (Object call : (List<?>) Objects.requireNonNull(JsonTree.parse(calls))) {
      if (!(call instanceof Map<?, ?> map) || !(map.get("function") instanceof Map<?, ?> function)) {
        throw new NotInLayout("tool call %s has no function".formatted(Content.kind(call)));
      }
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("name", function.get("name"));
      Object arguments = function.get("arguments");
      one.put("arguments", arguments instanceof String text ? object(text) : arguments);
      shorter.add(one);
    }
    return JsonTree.text(shorter.size() == 1 ? shorter.getFirst() : shorter);
  }

  private static @Nullable Object object(String text) {
    try {
      return JsonTree.parse(text) instanceof Map<?, ?> map ? map : text;
    } catch (IllegalArgumentException e) {
      // Arguments a model wrote need not be JSON; then they stay the text they are.
      return text;
    }
  }

  /// The id of the last call made; null when there was none.
  static @Nullable String lastId(List<Message> messages) {
    for (Message message : messages.reversed()) {
      if (message.toolCalls() != null) {
        List<String> ids = ids(message.toolCalls());
        return ids.isEmpty() ? null : ids.getLast();
      }
    }
    return null;
  }

  private static List<String> ids(String calls) {
    List<String> ids = new ArrayList<>();
    for (Object call : (List<?>) Objects.requireNonNull(JsonTree.parse(calls))) {
      if (call instanceof Map<?, ?> map && map.get("id") instanceof String id) {
        ids.add(id);
      }
    }
    return ids;
  }
}
