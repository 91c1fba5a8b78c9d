package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.malformed;

import dev.retort.row.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One choice of a stream: its texts, tool calls and log-probabilities, appended piece by piece.
final class ChoiceAssembly {
  /// Fields of a delta that come in pieces.
  private static final List<String> TEXTS = List.of("content", "reasoning_content", "reasoning", "refusal");

  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<Integer, ObjectNode> calls = new TreeMap<>();
  private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
  private final ObjectNode logprobs = Json.MAPPER.createObjectNode();
  private @Nullable StringBuilder completion;
  private String role = "assistant";
  private String finish = "";

  /// Gives whether the piece held any of the answer.
  boolean add(JsonNode choice) {
    String reason = text(choice, "finish_reason");
    finish = reason.isEmpty() ? finish : reason;
    for (Map.Entry<String, JsonNode> field : choice.path("logprobs").properties()) {
      append(field.getKey(), field.getValue());
    }
    if (choice.has("text")) {
      String piece = text(choice, "text");
      completion = completion == null ? new StringBuilder() : completion;
      completion.append(piece);
      return !piece.isEmpty();
    }
    JsonNode delta = choice.path("delta");
    if (!delta.isObject()) {
      throw malformed("a chunk without delta or text");
    }
    String named = text(delta, "role");
    role = named.isEmpty() ? role : named;
    boolean said = false;
    for (String name : TEXTS) {
      String piece = text(delta, name);
      if (delta.path(name).isString()) {
        texts.computeIfAbsent(name, _ -> new StringBuilder()).append(piece);
      }
      said |= !piece.isEmpty();
    }
    delta.path("tool_calls").forEach(this::call);
    return said || !delta.path("tool_calls").isEmpty();
  }

  /// Lists of log-probabilities go on from chunk to chunk.
  private void append(String name, JsonNode values) {
    if (values.isArray()) {
      ArrayNode list = logprobs.path(name) instanceof ArrayNode known ? known : logprobs.putArray(name);
      values.forEach(list::add);
    }
  }

  private void call(JsonNode piece) {
    int index = piece.path("index").asInt(0);
    ObjectNode call = calls.computeIfAbsent(index, _ -> Json.MAPPER.createObjectNode());
    for (Map.Entry<String, JsonNode> field : piece.properties()) {
      if (field.getValue().isString()) {
        call.set(field.getKey(), field.getValue());
      }
    }
    JsonNode function = piece.path("function");
    if (!text(function, "name").isEmpty()) {
      call.withObject("/function").put("name", text(function, "name"));
    }
    arguments.computeIfAbsent(index, _ -> new StringBuilder()).append(text(function, "arguments"));
  }

  /// A text as it stands; a character may be cut in half between two pieces, so halves are looked for at the end only.
  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
      throw malformed("'%s' is no text".formatted(name));
    }
    return value.isString() ? value.stringValue() : "";
  }

  /// The choice as it would have come in one piece.
  ObjectNode whole(int index) {
    ObjectNode choice = Json.MAPPER.createObjectNode().put("index", index);
    if (completion != null) {
      choice.put("text", completion.toString());
    } else {
      choice.set("message", message());
    }
    if (!logprobs.isEmpty()) {
      choice.set("logprobs", logprobs);
    }
    if (finish.isEmpty()) {
      choice.putNull("finish_reason");
    } else {
      choice.put("finish_reason", finish);
    }
    return choice;
  }

  private ObjectNode message() {
    ObjectNode message = Json.MAPPER.createObjectNode().put("role", role).putNull("content");
    texts.forEach((name, text) -> {
      if (!text.isEmpty() || name.equals("content")) {
        message.put(name, text.toString());
      }
    });
    if (!calls.isEmpty()) {
      ArrayNode list = message.putArray("tool_calls");
      calls.forEach((index, call) -> {
        ObjectNode whole = call.deepCopy();
        whole.withObject("/function").put("arguments", String.valueOf(arguments.get(index)));
        list.add(whole);
      });
    }
    return message;
  }
}
