package dev.retort.compare;

import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Measured numbers as JSON, in which what is not known is null.
final class MeasuredJson {
  private MeasuredJson() {}

  /// `{"mean", "low", "high"}`.
  /// @param value the name of the value itself
  static ObjectNode of(String value, Measured measured) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    put(node, value, measured.value());
    put(node, "low", measured.low());
    put(node, "high", measured.high());
    return node;
  }

  static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  static ObjectNode of(ReadCounts read) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("files", read.files());
    node.put("records", read.records());
    node.put("measured", read.taken());
    node.put("empty_texts", read.empty());
    ObjectNode left = node.putObject("left_out");
    read.left().forEach(left::put);
    return node;
  }

  static ObjectNode of(Map<String, Object> settings) {
    return Json.MAPPER.valueToTree(settings);
  }
}
