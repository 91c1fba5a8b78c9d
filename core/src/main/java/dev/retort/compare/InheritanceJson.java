package dev.retort.compare;

import dev.retort.measure.statistics.Measured;
import dev.retort.measure.style.Heritability;
import dev.retort.measure.style.Heritability.Side;
import dev.retort.measure.style.TagRatios;
import dev.retort.row.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a student has of its teachers' style as one JSON object; equal reports give equal bytes.
public final class InheritanceJson {
  private InheritanceJson() {}

  public static ObjectNode of(Inheritance.Report report, long seed) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("student", report.trio().student());
    node.put("teacher", report.trio().teacher());
    node.put("other", report.trio().other());
    node.put("prompts", report.prompts());
    node.set("to_teacher", side(report.heritability().own()));
    node.set("to_other", side(report.heritability().other()));
    Heritability.Control control = report.heritability().control();
    ObjectNode permuted = node.putObject("control");
    MeasuredJson.put(permuted, "difference", control.difference());
    permuted.set("permuted", MeasuredJson.of("mean", control.permuted()));
    MeasuredJson.put(permuted, "p", control.p());
    node.putObject("intervals").put("level", 0.95).put("resamples", Similarity.RESAMPLES).put("seed", seed);
    node.set("sample", MeasuredJson.of(report.read()));
    return node;
  }

  private static ObjectNode side(Side side) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.set("mean_ratio", measured(side.meanRatio()));
    node.set("gap", measured(side.gap()));
    ObjectNode features = node.putObject("features");
    for (TagRatios.Ratio ratio : side.ratios().ratios()) {
      ObjectNode feature = features.putObject(ratio.feature());
      MeasuredJson.put(feature, "student", ratio.student());
      MeasuredJson.put(feature, "teacher", ratio.teacher());
      MeasuredJson.put(feature, "ratio", ratio.value().orElse(Double.NaN));
    }
    return node;
  }

  private static ObjectNode measured(Optional<Measured> measured) {
    return MeasuredJson.of("value", measured.orElse(new Measured(Double.NaN, Double.NaN, Double.NaN, 0)));
  }
}
