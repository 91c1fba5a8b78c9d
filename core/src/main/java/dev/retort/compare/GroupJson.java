package dev.retort.compare;

import dev.retort.compare.GroupReport.Entry;
import dev.retort.compare.GroupReport.Group;
import dev.retort.measure.diversity.Reading;
import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report by author as one JSON object; equal reports give equal bytes.
public final class GroupJson {
  private GroupJson() {}

  public static ObjectNode of(GroupReport report, long seed) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ObjectNode measures = node.putObject("measures");
    report.settings().forEach((name, settings) -> measures.set(name, MeasuredJson.of(settings)));
    ArrayNode groups = node.putArray("groups");
    report.groups().forEach(group -> groups.add(group(group)));
    ArrayNode comparisons = node.putArray("comparisons");
    GroupContrasts.of(report).forEach(told -> comparisons.add(comparison(told)));
    ObjectNode intervals = node.putObject("intervals");
    intervals.put("level", 0.95);
    intervals.put("resamples", Similarity.RESAMPLES);
    intervals.put("seed", seed);
    intervals.put("comparisons", "difference of two estimates by their intervals, Holm's correction by measure");
    node.set("sample", MeasuredJson.of(report.read()));
    return node;
  }

  private static ObjectNode group(Group group) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("author", group.author());
    node.put("texts", group.texts());
    node.put("beyond_limit", group.beyond());
    for (Entry entry : group.entries()) {
      node.set(entry.measure(), reading(entry.reading()));
    }
    return node;
  }

  private static ObjectNode comparison(GroupContrasts.Told told) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("measure", told.measure()).put("a", told.a()).put("b", told.b());
    MeasuredJson.put(node, "difference", told.contrast().difference());
    MeasuredJson.put(node, "low", told.contrast().low());
    MeasuredJson.put(node, "high", told.contrast().high());
    MeasuredJson.put(node, "p", told.contrast().p());
    MeasuredJson.put(node, "p_holm", told.holm());
    return node;
  }

  private static ObjectNode reading(Reading reading) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    switch (reading) {
      case Reading.Taken(Measured measured, String note) -> {
        node.setAll(MeasuredJson.of("value", measured));
        node.put("sample", measured.sample()).put("note", note);
      }
      case Reading.Bare(double value, long sample, String note) -> {
        MeasuredJson.put(node, "value", value);
        node.putNull("low").putNull("high").put("sample", sample).put("note", note);
      }
      case Reading.Absent(String reason) -> node.putNull("value").putNull("low").putNull("high").put("sample", 0)
          .put("note", reason);
    }
    return node;
  }
}
