package dev.retort.teacher.gemini;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.StreamAssembly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the pieces of a streamed answer together. Each is a small answer of its own; nothing marks the end, so it is
/// whole when every candidate has said why it finished, or the prompt was blocked.
///
/// Source: ai.google.dev/api/generate-content (streamGenerateContent).
final class GeminiAssembly implements StreamAssembly {
  private final ObjectNode head = Json.MAPPER.createObjectNode();
  private final Map<Integer, Candidate> candidates = new TreeMap<>();
  private long firstNanos;

  /// A candidate that grows: texts of one kind that follow each other are one part.
  private static final class Candidate {
    private static final Set<String> NOT_PLAIN = Set.of("content", "logprobsResult");
    final ObjectNode fields = Json.MAPPER.createObjectNode();
    final List<ObjectNode> parts = new ArrayList<>();
    final List<StringBuilder> texts = new ArrayList<>();

    /// Gives whether the piece held any of the answer.
    boolean add(JsonNode piece) {
      boolean said = false;
      piece.properties().stream().filter(field -> !NOT_PLAIN.contains(field.getKey()))
          .forEach(field -> fields.set(field.getKey(), field.getValue()));
      piece.path("logprobsResult").properties().stream().filter(field -> field.getValue().isArray())
          .forEach(field -> field.getValue().forEach(fields.withObject("/logprobsResult")
              .withArray("/" + field.getKey())::add));
      for (JsonNode part : piece.path("content").path("parts")) {
        if (!(part instanceof ObjectNode object)) {
          throw ReplyJson.malformed("a part that is no object");
        }
        said |= !part.path("text").asString("").isEmpty() || part.has("functionCall");
        part(object);
      }
      return said;
    }

    private void part(ObjectNode part) {
      String text = part.path("text").asString("");
      boolean goesOn = !parts.isEmpty() && part.has("text") && parts.getLast().has("text")
          && thought(part) == thought(parts.getLast());
      if (!goesOn) {
        parts.add(part);
        texts.add(new StringBuilder());
      }
      texts.getLast().append(text);
    }

    private static boolean thought(JsonNode part) {
      return part.path("thought").asBoolean(false);
    }

    ObjectNode whole() {
      ArrayNode list = fields.putObject("content").put("role", "model").putArray("parts");
      for (int i = 0; i < parts.size(); i++) {
        ObjectNode part = parts.get(i);
        list.add(part.has("text") ? part.put("text", texts.get(i).toString()) : part);
      }
      return fields;
    }
  }

  @Override
  public void accept(String data, long nanos) {
    if (data.isBlank()) {
      return;
    }
    JsonNode piece = ReplyJson.object(data);
    if (piece.path("error").isObject()) {
      throw GeminiReply.error(piece, data);
    }
    piece.properties().stream().filter(field -> !field.getKey().equals("candidates"))
        .forEach(field -> head.set(field.getKey(), field.getValue()));
    for (JsonNode candidate : piece.path("candidates")) {
      boolean said = candidates.computeIfAbsent(candidate.path("index").asInt(0), _ -> new Candidate())
          .add(candidate);
      firstNanos = firstNanos == 0 && said ? nanos : firstNanos;
    }
  }

  @Override
  public String body() {
    boolean blocked = candidates.isEmpty() && head.path("promptFeedback").has("blockReason");
    boolean finished = !candidates.isEmpty()
        && candidates.values().stream().allMatch(candidate -> candidate.fields.has("finishReason"));
    if (!blocked && !finished) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "the stream ended before an answer said why it finished");
    }
    ArrayNode list = head.putArray("candidates");
    candidates.values().forEach(candidate -> list.add(candidate.whole()));
    return head.toString();
  }

  @Override
  public long firstNanos() {
    return firstNanos;
  }
}
