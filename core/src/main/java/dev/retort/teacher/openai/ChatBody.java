package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.row.Message;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request's body around its messages, which is the same from chat to chat.
///
/// Chats of one step differ in their messages alone: the rest is written once, and no tree is made of the messages.
///
/// @param before canonical JSON up to the first message
/// @param after canonical JSON behind the last one
record ChatBody(String before, String after) {
  private static final String MESSAGES = "messages";
  private static final int USUAL = 512;

  /// @param fields all but the messages
  static ChatBody of(ObjectNode fields) {
    ObjectNode before = Json.MAPPER.createObjectNode();
    ObjectNode after = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      (field.getKey().compareTo(MESSAGES) < 0 ? before : after).set(field.getKey(), field.getValue());
    }
    String first = Json.canonical(before);
    return new ChatBody(
        first.substring(0, first.length() - 1) + (before.isEmpty() ? "" : ",") + '"' + MESSAGES + "\":[",
        (after.isEmpty() ? "]" : "],") + Json.canonical(after).substring(1));
  }

  /// The whole body in canonical JSON.
  String with(List<Message> messages) {
    StringBuilder out = new StringBuilder(USUAL).append(before);
    for (int i = 0; i < messages.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      message(messages.get(i), out);
    }
    return out.append(after).toString();
  }

  private static void message(Message message, StringBuilder out) {
    String calls = message.toolCalls();
    out.append("{\"content\":");
    if (calls != null && message.content().isEmpty()) {
      out.append("null");
    } else {
      Json.quote(message.content(), out);
    }
    out.append(",\"role\":");
    Json.quote(message.role(), out);
    if (message.toolCallId() != null) {
      out.append(",\"tool_call_id\":");
      Json.quote(message.toolCallId(), out);
    }
    if (calls != null) {
      out.append(",\"tool_calls\":").append(Json.canonical(OpenAiFormat.json(calls, "tool_calls of a message")));
    }
    out.append('}');
  }
}
