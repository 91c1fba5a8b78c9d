package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.http.ErrorWords;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.StreamAssembly;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the chunks of a chat or a completion together.
///
/// A stream is whole when `[DONE]` has come. An error among the chunks ends the call with the class of that error.
/// Source: platform.openai.com/docs/api-reference/chat-streaming (`stream_options.include_usage`, deltas).
final class ChunkAssembly implements StreamAssembly {
  static final String DONE = "[DONE]";

  private final ObjectNode head = Json.MAPPER.createObjectNode();
  private final Map<Integer, ChoiceAssembly> choices = new TreeMap<>();
  private long firstNanos;
  private boolean done;

  @Override
  public void accept(String data, long nanos) {
    if (done || data.isBlank()) {
      return;
    }
    if (data.strip().equals(DONE)) {
      done = true;
      return;
    }
    JsonNode chunk = ReplyJson.object(data);
    refuseError(chunk, data);
    for (Map.Entry<String, JsonNode> field : chunk.properties()) {
      if (!field.getKey().equals("choices") && !field.getValue().isNull()) {
        head.set(field.getKey(), field.getValue());
      }
    }
    for (JsonNode delta : chunk.path("choices")) {
      ChoiceAssembly choice = choices.computeIfAbsent(delta.path("index").asInt(0), _ -> new ChoiceAssembly());
      if (choice.add(delta) && firstNanos == 0) {
        firstNanos = nanos;
      }
    }
  }

  private static void refuseError(JsonNode chunk, String data) {
    JsonNode error = chunk.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new CallFailed(ErrorWords.within(error.path("code").asInt(0), data),
          "the server broke its stream off with an error: " + Excerpt.of(error.toString()), null, data, null);
    }
  }

  @Override
  public String body() {
    if (!done) {
      throw new CallFailed(Failure.MALFORMED_REPLY,
          "the stream ended before [DONE], with %d answers begun".formatted(choices.size()));
    }
    ObjectNode whole = head.deepCopy();
    if (whole.path("object").asString("").equals("chat.completion.chunk")) {
      whole.put("object", "chat.completion");
    }
    ArrayNode array = whole.putArray("choices");
    choices.forEach((index, choice) -> array.add(choice.whole(index)));
    return whole.toString();
  }

  @Override
  public long firstNanos() {
    return firstNanos;
  }
}
