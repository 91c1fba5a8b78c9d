package dev.retort.teacher.batch;

import dev.retort.row.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is about to be submitted as one batch, written down before anything of it is sent.
///
/// @param name ours, told to the provider where it keeps such names
/// @param endpoint SHA-256 of the identity of the endpoint it is meant for
/// @param lane the kind of its requests, one a batch
/// @param created when it was written down, to the second
/// @param items ledger key (which is a hash of the whole request) to number of the attempt, in the order they are sent
public record Intent(String name, String endpoint, String lane, Instant created, Map<String, Integer> items) {
  /// No provider keeps a batch for longer.
  static final Duration KEPT = Duration.ofDays(30);

  public Intent {
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  /// The same, or as old as any may be where it seems to lie ahead: the clock was wrong, and nobody knows by how much.
  Intent sought(Instant now) {
    return created.isAfter(now) ? new Intent(name, endpoint, lane, now.minus(KEPT), items) : this;
  }

  String json() {
    ObjectNode node = Json.MAPPER.createObjectNode().put("name", name).put("endpoint", endpoint).put("lane", lane)
        .put("created", created.toString());
    ArrayNode list = node.putArray("items");
    items.forEach((id, attempt) -> list.addObject().put("id", id).put("attempt", attempt));
    return Json.canonical(node);
  }

  /// @throws tools.jackson.core.JacksonException or IllegalArgumentException when it is no intent
  static Intent read(String text) {
    JsonNode node = Json.read(text);
    Map<String, Integer> items = new LinkedHashMap<>();
    node.path("items").forEach(item -> items.put(item.path("id").asString(), item.path("attempt").asInt()));
    return new Intent(node.path("name").asString(), node.path("endpoint").asString(), node.path("lane").asString(),
        Instant.parse(node.path("created").asString()), items);
  }
}
