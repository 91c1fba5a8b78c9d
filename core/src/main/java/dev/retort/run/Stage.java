package dev.retort.run;

import dev.retort.row.Json;
import dev.retort.step.OfTable.Funnel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A finished step of a run, as `tables/NN-step.json` keeps it. Written last, so a step counts as finished only when
/// its table, its drops and its export are in place.
///
/// @param fingerprint of options, inputs and version; another one means the step is to be done anew
/// @param funnel its units
/// @param table the folder of its table, relative to the run folder
/// @param content hash of its table and its funnel: what later steps depend on
/// @param export the files it wrote outside of tables, relative to the run folder
record Stage(String fingerprint, Funnel funnel, String table, String content, List<String> export) {

  Stage {
    export = List.copyOf(export);
  }

  static @Nullable Stage load(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      JsonNode node = Json.read(Files.readString(file));
      JsonNode funnel = node.required("funnel");
      Map<String, Long> reasons = new TreeMap<>();
      funnel.required("reasons").properties()
          .forEach(entry -> reasons.put(entry.getKey(), entry.getValue().longValue()));
      List<String> export = new ArrayList<>();
      node.required("export").forEach(path -> export.add(path.stringValue()));
      return new Stage(node.required("fingerprint").stringValue(),
          new Funnel(count(funnel, "units"), count(funnel, "kept"), count(funnel, "dropped"), count(funnel, "failed"),
              count(funnel, "pending"), count(funnel, "rows_out"), reasons),
          node.required("table").stringValue(), node.required("content").stringValue(), export);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(JsonNode funnel, String name) {
    return funnel.required(name).longValue();
  }

  String json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("fingerprint", fingerprint);
    node.set("funnel", json(funnel));
    node.put("table", table).put("content", content);
    node.putPOJO("export", export);
    return Json.MAPPER.writeValueAsString(node);
  }

  static ObjectNode json(Funnel funnel) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("units", funnel.units()).put("kept", funnel.kept()).put("dropped", funnel.dropped());
    node.put("failed", funnel.failed()).put("pending", funnel.pending()).put("rows_out", funnel.rowsOut());
    ObjectNode reasons = node.putObject("reasons");
    new TreeMap<>(funnel.reasons()).forEach(reasons::put);
    return node;
  }
}
