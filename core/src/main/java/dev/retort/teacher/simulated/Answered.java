package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An answer as JSON: whole, or as the chunks of a stream.
///
/// @param chunks empty unless a stream was asked for
/// @param tokens written, by which the time it takes is told
record Answered(ObjectNode whole, List<ObjectNode> chunks, int tokens) {
  /// The time of creation every answer states, since a clock would make equal requests differ.
  static final long CREATED = 1_767_225_600;
  static final String FINGERPRINT = "retort-simulated";
  private static final int TOKENS_A_CHUNK = 8;

  /// The beginning of every answer.
  static ObjectNode envelope(String id, String kind, String model) {
    return Json.MAPPER.createObjectNode().put("id", id).put("object", kind).put("created", CREATED).put("model", model)
        .put("system_fingerprint", FINGERPRINT).put("retort_simulated", true);
  }

  static ObjectNode usage(int prompt, int completion) {
    return Json.MAPPER.createObjectNode().put("prompt_tokens", prompt).put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
  }

  /// A text in the pieces a stream carries.
  static List<String> pieces(String text) {
    List<String> tokens = Tokens.split(text);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i += TOKENS_A_CHUNK) {
      pieces.add(String.join("", tokens.subList(i, Math.min(i + TOKENS_A_CHUNK, tokens.size()))));
    }
    return pieces;
  }

  /// The chunk of usage, where it was asked for.
  static void addUsage(Body body, List<ObjectNode> chunks, ObjectNode chunk, ObjectNode usage) {
    if (body.node().path("stream_options").path("include_usage").asBoolean(false)) {
      chunk.putArray("choices");
      chunk.set("usage", usage);
      chunks.add(chunk);
    }
  }
}
