package dev.retort.compare;

import dev.retort.compare.SimilarityReport.Comparison;
import dev.retort.compare.SimilarityReport.Consensus;
import dev.retort.compare.SimilarityReport.Pair;
import dev.retort.compare.SimilarityReport.Place;
import dev.retort.compare.SimilarityReport.Sample;
import dev.retort.row.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report of similarity as one JSON object; equal reports give equal bytes.
public final class SimilarityJson {
  private SimilarityJson() {}

  public static ObjectNode of(SimilarityReport report, long seed) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    ObjectNode measures = node.putObject("measures");
    report.measures().forEach(one -> {
      ObjectNode settings = MeasuredJson.of(one.settings());
      settings.put("symmetric", one.measure().symmetric());
      measures.set(one.name(), settings);
    });
    ArrayNode pairs = node.putArray("pairs");
    report.pairs().forEach(pair -> pairs.add(pair(pair, report)));
    consensus(report, node);
    ObjectNode intervals = node.putObject("intervals");
    intervals.put("level", 0.95);
    intervals.put("method", "percentile bootstrap over prompts");
    intervals.put("resamples", Similarity.RESAMPLES);
    intervals.put("seed", seed);
    intervals.put("comparisons", "sign-flip test, Holm's correction");
    node.set("sample", sample(report.sample()));
    return node;
  }

  private static ObjectNode pair(Pair pair, SimilarityReport report) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("a", pair.a());
    node.put("b", pair.b());
    node.put("prompts", pair.prompts());
    for (int i = 0; i < pair.values().size(); i++) {
      node.set(report.measures().get(i).name(), MeasuredJson.of("mean", pair.values().get(i)));
    }
    return node;
  }

  private static void consensus(SimilarityReport report, ObjectNode node) {
    ObjectNode rankings = node.putObject("consensus");
    ObjectNode comparisons = node.putObject("comparisons");
    for (Consensus consensus : report.consensus()) {
      ArrayNode places = rankings.putArray(consensus.measure());
      consensus.places().forEach(place -> places.add(place(place)));
      ArrayNode compared = comparisons.putArray(consensus.measure());
      consensus.comparisons().forEach(one -> compared.add(comparison(one)));
    }
  }

  private static ObjectNode place(Place place) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("author", place.author());
    node.put("prompts", place.mean().sample());
    node.setAll(MeasuredJson.of("mean", place.mean()));
    node.put("rank", place.rank());
    node.put("rank_low", place.best());
    node.put("rank_high", place.worst());
    return node;
  }

  private static ObjectNode comparison(Comparison one) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("a", one.a());
    node.put("b", one.b());
    node.put("prompts", one.difference().mean().sample());
    node.setAll(MeasuredJson.of("difference", one.difference().mean()));
    MeasuredJson.put(node, "p", one.difference().p());
    MeasuredJson.put(node, "p_holm", one.holm());
    return node;
  }

  private static ObjectNode sample(Sample sample) {
    ObjectNode node = MeasuredJson.of(sample.read());
    node.put("prompts", sample.prompts());
    node.put("prompts_all_answered", sample.shared());
    node.put("beyond_limit", sample.beyond());
    ArrayNode authors = node.putArray("authors");
    sample.pairing().forEach(one -> authors.addObject().put("author", one.author()).put("answers", one.answers())
        .put("paired", one.paired()).put("missing", one.missing()).put("several", one.several())
        .put("repeated", one.repeated()));
    return node;
  }
}
