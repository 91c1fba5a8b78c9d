package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.teacher.Reply;
import dev.retort.teacher.http.ReplyJson;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;

/// Reads what a reranker says: `results` with a `relevance_score` each, or `data` with a `score` each.
///
/// Rerankers answer in the order of relevance; here the scores stand in the order of the documents. A document left out
/// is never taken for one with score 0.
/// Source: docs.vllm.ai/en/latest/serving/openai_compatible_server.html (score and re-rank API),
/// api.jina.ai/redoc, docs.cohere.com/reference/rerank.
final class ScoreReader {
  private ScoreReader() {}

  static Reply read(String body, int documents) {
    JsonNode node = ReplyReader.object(body);
    boolean rerank = node.path("results").isArray();
    JsonNode list = rerank ? node.path("results") : node.path("data");
    if (!list.isArray()) {
      throw malformed("neither 'results' nor 'data' of scores");
    }
    double[] scores = new double[documents];
    Arrays.fill(scores, Double.NaN);
    for (JsonNode entry : list) {
      JsonNode value = entry.path(rerank ? "relevance_score" : "score");
      int index = entry.path("index").asInt(-1);
      if (index < 0 || index >= documents || !Double.isNaN(scores[index]) || !value.isNumber()) {
        throw malformed("a score without a number, or of no document or of one that has a score: " + entry);
      }
      scores[index] = value.doubleValue();
    }
    if (!DoubleStream.of(scores).allMatch(Double::isFinite)) {
      throw malformed("%d scores for %d documents".formatted(list.size(), documents));
    }
    return new Reply(List.of(), ReplyReader.promptUsage(node), text(node, "model"), ReplyJson.simulated(node),
        List.of(), DoubleStream.of(scores).boxed().toList());
  }
}
