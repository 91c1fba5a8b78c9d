package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.teacher.simulated.Fleet.Ask;
import dev.retort.teacher.simulated.RequestLog.Asked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `/v1/files` and `/v1/batches`, as OpenAI's batches are handed in, looked at and fetched.
///
/// A line is answered as the same request would be by itself: its `custom_id` is the call, and how often that id was
/// handed in is the attempt. A fault becomes a line of the error file, or no line at all. A batch is open at the first
/// look and for ten seconds (times the server's timing). All is held in memory and gone when the server ends.
final class BatchApi {
  private static final String LINES = "application/jsonl";
  private static final Duration OPEN = Duration.ofSeconds(10);

  private final Fleet fleet;
  private final long openNanos;
  private final @Nullable RequestLog log;
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  /// A batch, carried out when it was made.
  private static final class Batch {
    final ObjectNode shown;
    final long made = System.nanoTime();
    boolean looked;

    Batch(ObjectNode shown) {
      this.shown = shown;
    }
  }

  BatchApi(Fleet fleet, double timing, @Nullable RequestLog log) {
    this.fleet = fleet;
    this.openNanos = (long) (OPEN.toNanos() * timing);
    this.log = log;
  }

  static boolean takes(String path) {
    return path.equals("/v1/files") || path.startsWith("/v1/files/") || path.equals("/v1/batches")
        || path.startsWith("/v1/batches/");
  }

  /// @param query names and values
  synchronized Planned answer(String method, String path, Map<String, String> query, String contentType, byte[] body)
      throws IOException {
    String[] parts = path.split("/"); // "", v1, files|batches, id, content
    boolean post = method.equals("POST");
    return switch ((post ? "POST " : "GET ") + parts[2] + " " + parts.length) {
      case "POST files 3" -> json(upload(contentType, body));
      case "GET files 5" -> new Planned(200, Map.of("Content-Type", LINES),
          List.of(new String(file(parts[3]), StandardCharsets.UTF_8)), null, Duration.ZERO);
      case "POST batches 3" -> json(create(Body.read(body)));
      case "GET batches 3" -> json(list(query));
      case "GET batches 4" -> json(look(batch(parts[3])));
      default -> throw new BadAsk(404, "not_found", "nothing is at " + path);
    };
  }

  private static Planned json(ObjectNode node) {
    return Planned.json(200, node.put("retort_simulated", true).toString(), Duration.ZERO);
  }

  private ObjectNode upload(String contentType, byte[] body) {
    String id = "file-%05d".formatted(files.size() + 1);
    files.put(id, Multipart.file(contentType, body));
    return Json.MAPPER.createObjectNode().put("id", id).put("object", "file").put("purpose", "batch").put("bytes",
        file(id).length);
  }

  private byte[] file(String id) {
    byte[] file = files.get(id);
    if (file == null) {
      throw new BadAsk(404, "not_found", "no file is called '%s'".formatted(id));
    }
    return file;
  }

  private Batch batch(String id) {
    Batch batch = batches.get(id);
    if (batch == null) {
      throw new BadAsk(404, "not_found", "no batch is called '%s'".formatted(id));
    }
    return batch;
  }

  private ObjectNode create(Body body) throws IOException {
    String endpoint = body.text("endpoint");
    byte[] lines = file(body.text("input_file_id"));
    ObjectNode shown = Json.MAPPER.createObjectNode().put("id", "batch_%05d".formatted(batches.size() + 1))
        .put("object", "batch").put("endpoint", endpoint).put("input_file_id", body.text("input_file_id"))
        .put("completion_window", body.text("completion_window")).put("created_at", System.currentTimeMillis() / 1000)
        .put("status", "validating");
    JsonNode metadata = body.get("metadata");
    shown.set("metadata", metadata == null ? Json.MAPPER.createObjectNode() : metadata);
    carryOut(shown, endpoint, lines);
    batches.put(shown.path("id").asString(), new Batch(shown));
    return shown.deepCopy();
  }

  private void carryOut(ObjectNode shown, String endpoint, byte[] lines) throws IOException {
    StringBuilder output = new StringBuilder();
    StringBuilder errors = new StringBuilder();
    int total = 0;
    for (String line : new String(lines, StandardCharsets.UTF_8).split("\n")) {
      Body ask = Body.read(line.getBytes(StandardCharsets.UTF_8));
      if (!ask.text("url").equals(endpoint) || !(ask.get("body") instanceof ObjectNode body)) {
        throw new BadAsk(400, "invalid_value", "line %d does not ask %s".formatted(total + 1, endpoint));
      }
      String id = ask.text("custom_id");
      Planned planned = plan(endpoint, new Body(body), id, attempts.merge(id, 1, Integer::sum));
      answer(shown, planned, id, planned.status() == 200 ? output : errors);
      total++;
    }
    shown.put("output_file_id", keep(output)).put("error_file_id", keep(errors));
    shown.putObject("request_counts").put("total", total);
  }

  private Planned plan(String endpoint, Body body, String id, int attempt) throws IOException {
    Planned planned;
    try {
      planned = fleet.plan(new Ask("POST", endpoint, body, attempt, id));
    } catch (BadAsk bad) {
      planned = Fleet.error(bad.status(), bad.code(), String.valueOf(bad.getMessage()), Map.of(), null);
    }
    if (log != null) {
      log.append(Asked.of(endpoint, body, id, attempt), planned.fault(), planned.status());
    }
    return planned;
  }

  private static void answer(ObjectNode shown, Planned planned, String id, StringBuilder file) {
    boolean lost = planned.fault() == Fault.CUT_OFF || planned.fault() == Fault.RESET
        || planned.fault() == Fault.MALFORMED_JSON;
    if (!lost) {
      ObjectNode line = Json.MAPPER.createObjectNode().put("id", shown.path("id").asString() + "-" + id.hashCode())
          .put("custom_id", id);
      line.putObject("response").put("status_code", planned.status()).set("body",
          Json.read(planned.parts().getFirst()));
      file.append(line.putNull("error")).append('\n');
    }
  }

  private @Nullable String keep(StringBuilder lines) {
    if (lines.isEmpty()) {
      return null;
    }
    String id = "file-%05d".formatted(files.size() + 1);
    files.put(id, lines.toString().getBytes(StandardCharsets.UTF_8));
    return id;
  }

  private ObjectNode look(Batch batch) {
    boolean done = batch.looked && System.nanoTime() - batch.made >= openNanos;
    batch.looked = true;
    ObjectNode shown = batch.shown.deepCopy().put("status", done ? "completed" : "in_progress");
    return done ? shown : shown.putNull("output_file_id").putNull("error_file_id");
  }

  /// The newest first.
  private ObjectNode list(Map<String, String> query) {
    List<String> ids = new ArrayList<>(batches.keySet()).reversed();
    int from = query.containsKey("after") ? ids.indexOf(query.get("after")) + 1 : 0;
    int to = Math.min(ids.size(), from + Integer.parseInt(query.getOrDefault("limit", "20")));
    ObjectNode list = Json.MAPPER.createObjectNode().put("object", "list").put("has_more", to < ids.size());
    ArrayNode data = list.putArray("data");
    ids.subList(from, to).forEach(id -> data.add(batch(id).shown.deepCopy()));
    return list;
  }
}
