package dev.retort.run.watch;

import dev.retort.row.Json;
import dev.retort.run.watch.TimeHistogram.Percentiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes and reads the part `runtime` of `run.json`.
public final class WatchedJson {
  private WatchedJson() {}

  /// Teachers that were asked, by name.
  public static ObjectNode write(Map<String, Watched> teachers) {
    ObjectNode runtime = Json.MAPPER.createObjectNode();
    teachers.forEach((name, watched) -> {
      if (watched.asked()) {
        runtime.set(name, write(watched));
      }
    });
    return runtime;
  }

  private static ObjectNode write(Watched watched) {
    Watched.Calls calls = watched.calls();
    Watched.Traffic traffic = watched.traffic();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("answered", calls.answered()).put("truncated", calls.truncated()).put("tried_again", calls.again())
        .put("kept", calls.kept());
    calls.failed().forEach(node.putObject("failed")::put);
    node.put("tokens_in", watched.tokens().in()).put("tokens_out", watched.tokens().out());
    node.put("most_in_flight", traffic.mostInFlight()).put("busy_seconds", traffic.busySeconds());
    Percentiles queueing = traffic.queueing();
    if (queueing != null) {
      node.putObject("queueing_ms").put("p50", queueing.p50()).put("p90", queueing.p90()).put("p99", queueing.p99())
          .put("samples", queueing.samples());
    }
    ServerFigures server = watched.server();
    if (server != null) {
      ObjectNode figures = node.putObject("server").put("looks", server.looks());
      server.gauges().forEach((name, range) -> figures.putObject(name).put("min", range.min()).put("mean", range.mean())
          .put("max", range.max()));
      server.counted().forEach(figures::put);
    }
    return node;
  }

  /// What [#write] wrote; whatever is not there is 0 or null.
  public static Map<String, Watched> read(JsonNode runtime) {
    Map<String, Watched> teachers = new LinkedHashMap<>();
    runtime.properties().forEach(entry -> teachers.put(entry.getKey(), one(entry.getValue())));
    return teachers;
  }

  private static Watched one(JsonNode node) {
    Map<String, Long> failed = new TreeMap<>();
    node.path("failed").properties().forEach(entry -> failed.put(entry.getKey(), entry.getValue().asLong(0)));
    return new Watched(
        new Watched.Calls(count(node, "answered"), failed, count(node, "truncated"), count(node, "tried_again"),
            count(node, "kept")),
        new Watched.Tokens(count(node, "tokens_in"), count(node, "tokens_out")),
        new Watched.Traffic(0, 0, count(node, "most_in_flight"), node.path("busy_seconds").asDouble(0),
            queueing(node.path("queueing_ms"))),
        server(node.path("server")));
  }

  private static @Nullable Percentiles queueing(JsonNode node) {
    return !node.isObject()
        ? null
        : new Percentiles(node.path("p50").asDouble(0), node.path("p90").asDouble(0), node.path("p99").asDouble(0),
            count(node, "samples"));
  }

  private static @Nullable ServerFigures server(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    Map<String, ServerFigures.Range> gauges = new TreeMap<>();
    Map<String, Double> counted = new TreeMap<>();
    node.properties().forEach(entry -> {
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        gauges.put(entry.getKey(), new ServerFigures.Range(value.path("min").asDouble(0),
            value.path("mean").asDouble(0), value.path("max").asDouble(0)));
      } else if (!entry.getKey().equals("looks")) {
        counted.put(entry.getKey(), value.asDouble(0));
      }
    });
    return new ServerFigures(count(node, "looks"), gauges, counted);
  }

  private static long count(JsonNode node, String name) {
    return node.path(name).asLong(0);
  }
}
