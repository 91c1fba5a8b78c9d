package dev.retort.app.study;

import dev.retort.measure.statistics.Measured;
import dev.retort.row.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One number on how far a judge can be trusted, from what the step `judge_report` wrote into the run's folder.
///
/// @param doing `grading`, `comparing` or `ranking`
/// @param what which number, in words: `own family`, `position bias`
public record JudgeLine(String judge, String doing, String what, Measured measured) {
  /// Where `judge_report` writes unless a recipe says otherwise.
  static final String REPORT = "judging/judge-report.json";
  private static final Map<String, String> DOING = Map.of("scores", "grading", "comparisons", "comparing", "rankings",
      "ranking");

  /// None where the run has no such report.
  static List<JudgeLine> read(Path folder) {
    Path file = folder.resolve(REPORT);
    List<JudgeLine> lines = new ArrayList<>();
    try {
      JsonNode root = Json.read(Files.exists(file) ? Files.readString(file) : "{}");
      for (String part : List.of("scores", "comparisons", "rankings")) {
        root.path(part)
            .forEach(entry -> gather(entry.path("judge").stringValue("?"), DOING.getOrDefault(part, part), "",
                entry, lines));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /// Every number with an interval, wherever it stands.
  private static void gather(String judge, String doing, String above, JsonNode node, List<JudgeLine> lines) {
    node.properties().forEach(entry -> {
      JsonNode value = entry.getValue();
      String what = (above + " " + entry.getKey().replace('_', ' ')).strip();
      if (value.path("value").isNumber() && value.path("low").isNumber() && value.path("high").isNumber()) {
        lines.add(new JudgeLine(judge, doing, what, new Measured(value.path("value").asDouble(0),
            value.path("low").asDouble(0), value.path("high").asDouble(0), value.path("sample").asLong(0))));
      } else if (value.isObject()) {
        gather(judge, doing, what, value, lines);
      }
    });
  }
}
