package dev.retort.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One entry of a chat.
///
/// @param role `system`, `user`, `assistant` or `tool`
/// @param content its text; empty where an assistant only calls tools
/// @param toolCalls JSON text of the `tool_calls` array, as it was read
/// @param toolCallId which call a `tool` message answers
public record Message(String role, String content, @Nullable String toolCalls, @Nullable String toolCallId) {

  public static final Type.Struct TYPE = new Type.Struct(List.of(Column.text("role"), Column.text("content"),
      new Column("tool_calls", Type.Scalar.JSON), Column.text("tool_call_id")));
  public static final Type LIST = new Type.ListOf(TYPE);

  public static Message of(String role, String content) {
    return new Message(role, content, null, null);
  }

  public static Message user(String content) {
    return of("user", content);
  }

  public static Message assistant(String content) {
    return of("assistant", content);
  }

  public boolean is(String wanted) {
    return role.equals(wanted);
  }

  /// This message as a value of [#TYPE].
  public Map<String, @Nullable Object> toStruct() {
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    struct.put("role", role);
    struct.put("content", content);
    struct.put("tool_calls", toolCalls);
    struct.put("tool_call_id", toolCallId);
    return struct;
  }

  public static List<@Nullable Object> toList(List<Message> messages) {
    return new ArrayList<>(messages.stream().map(Message::toStruct).toList());
  }

  /// The chat held in a column of type [#LIST]; empty when it is absent.
  public static List<Message> list(Row row, String column) {
    List<@Nullable Object> values = row.list(column);
    if (values == null) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>(values.size());
    for (Object value : values) {
      Map<?, ?> struct = (Map<?, ?>) Objects.requireNonNull(value);
      messages.add(new Message(text(struct, "role"), text(struct, "content"), (String) struct.get("tool_calls"),
          (String) struct.get("tool_call_id")));
    }
    return messages;
  }

  private static String text(Map<?, ?> struct, String key) {
    Object value = struct.get(key);
    return value == null ? "" : (String) value;
  }
}
