package dev.retort.teacher.anthropic;

import static dev.retort.teacher.http.ReplyJson.malformed;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.StreamAssembly;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the events of a streamed message together. It is whole when `message_stop` has come.
///
/// Source: platform.claude.com/docs/en/build-with-claude/streaming.
final class AnthropicAssembly implements StreamAssembly {
  private ObjectNode message = Json.MAPPER.createObjectNode();
  private final Map<Integer, Block> blocks = new TreeMap<>();
  private long firstNanos;
  private boolean done;

  /// A block of content that grows.
  /// @param text what grows, whatever it is called
  private record Block(ObjectNode start, StringBuilder text) {}

  @Override
  public void accept(String data, long nanos) {
    if (done || data.isBlank()) {
      return;
    }
    JsonNode event = ReplyJson.object(data);
    switch (event.path("type").asString("")) {
      case "error" -> throw AnthropicReply.error(event, data);
      case "message_start" -> message = start(event.path("message"));
      case "content_block_start" -> blocks.put(event.path("index").asInt(0),
          new Block(start(event.path("content_block")), new StringBuilder()));
      case "content_block_delta" -> delta(event, nanos);
      case "message_delta" -> {
        event.path("delta").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
        event.path("usage").properties().stream().filter(field -> !field.getValue().isNull())
            .forEach(field -> message.withObject("/usage").set(field.getKey(), field.getValue()));
      }
      case "message_stop" -> done = true;
      default -> {
        // `ping`, `content_block_stop`, and events to come, as the API asks of clients
      }
    }
  }

  private static ObjectNode start(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw malformed("an event of a stream that lacks its object");
    }
    return object;
  }

  private void delta(JsonNode event, long nanos) {
    Block block = blocks.get(event.path("index").asInt(0));
    if (block == null) {
      throw malformed("a piece of a block that has not begun");
    }
    JsonNode delta = event.path("delta");
    for (String name : new String[]{"text", "thinking", "partial_json"}) {
      if (delta.path(name).isString()) {
        block.text().append(delta.path(name).stringValue());
        firstNanos = firstNanos == 0 && !delta.path(name).stringValue().isEmpty() ? nanos : firstNanos;
      }
    }
    if (delta.path("signature").isString()) {
      block.start().set("signature", delta.path("signature"));
    }
  }

  @Override
  public String body() {
    if (!done) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "the stream ended before its message_stop event");
    }
    ArrayNode content = message.putArray("content");
    blocks.values().forEach(block -> content.add(whole(block)));
    return message.toString();
  }

  private static ObjectNode whole(Block block) {
    ObjectNode whole = block.start();
    String text = block.text().toString();
    return switch (whole.path("type").asString("")) {
      case "text" -> whole.put("text", whole.path("text").asString("") + text);
      case "thinking" -> whole.put("thinking", whole.path("thinking").asString("") + text);
      case "tool_use" -> text.isBlank() ? whole : whole.set("input", ReplyJson.object(text));
      default -> whole;
    };
  }

  @Override
  public long firstNanos() {
    return firstNanos;
  }
}
