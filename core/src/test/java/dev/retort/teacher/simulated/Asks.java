package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests and answers of the fleet, without a wire.
final class Asks {
  static final String CHAT = "/v1/chat/completions";

  private Asks() {}

  static ObjectNode chat(String model, String... turns) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
    ArrayNode messages = body.putArray("messages");
    for (int i = 0; i < turns.length; i++) {
      messages.addObject().put("role", i % 2 == 0 ? "user" : "assistant").put("content", turns[i]);
    }
    return body;
  }

  static Fleet fleet(long seed) {
    return new Fleet(FleetOptions.ofSeed(seed));
  }

  static Planned plan(Fleet fleet, String path, JsonNode body, int attempt) {
    return fleet.plan(new Fleet.Ask("POST", path, Body.read(body.toString().getBytes(StandardCharsets.UTF_8)), attempt,
        ""));
  }

  /// The answer's text, without a part between `<think>` marks.
  static String text(Fleet fleet, JsonNode body) {
    String text = answer(fleet, body).path("choices").path(0).path("message").path("content").stringValue();
    return text.startsWith("<think>") ? text.substring(text.indexOf("</think>") + 8).strip() : text;
  }

  static JsonNode answer(Fleet fleet, JsonNode body) {
    return Json.read(plan(fleet, CHAT, body, 0).parts().getFirst());
  }
}
