package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `POST /v1/rerank`, `/v1/score`, `/pooling` and `/classify`.
///
/// A document scores by the words it has in common with the query, and a chat by those its last message has in common
/// with what was asked before it. So a good answer scores above a stray one, and equal ones score the same.
final class ScoringApis {
  private static final int DIMENSIONS = 64;
  private static final int MOST_DOCUMENTS = 2_048;

  private ScoringApis() {}

  static Answered rerank(Body body, Persona persona) {
    double[] scores = scores(body.text("query"), documents(body, "documents"));
    ObjectNode whole = envelope("rerank", persona);
    ArrayNode results = whole.putArray("results");
    IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .forEach(i -> results.addObject().put("index", i).put("relevance_score", scores[i]));
    return answered(whole, body.text("query"), documents(body, "documents"));
  }

  static Answered score(Body body, Persona persona) {
    double[] scores = scores(body.text("text_1"), documents(body, "text_2"));
    ObjectNode whole = envelope("list", persona);
    ArrayNode data = whole.putArray("data");
    for (int i = 0; i < scores.length; i++) {
      data.addObject().put("index", i).put("object", "score").put("score", scores[i]);
    }
    return answered(whole, body.text("text_1"), documents(body, "text_2"));
  }

  static Answered pooling(Body body, Persona persona) {
    ObjectNode whole = envelope("list", persona);
    whole.putArray("data").addObject().put("index", 0).put("object", "pooling").putArray("data")
        .add(Math.rint(1e6 * (8 * goodness(body.messages()) - 4)) / 1e6);
    return answered(whole, "", texts(body));
  }

  static Answered classify(Body body, Persona persona) {
    double good = goodness(body.messages());
    ObjectNode whole = envelope("list", persona);
    whole.putArray("data").addObject().put("index", 0).put("label", good >= 0.5 ? "good" : "bad")
        .put("num_classes", 2).putArray("probs").add(good).add(1 - good);
    return answered(whole, "", texts(body));
  }

  private static ObjectNode envelope(String object, Persona persona) {
    return Json.MAPPER.createObjectNode().put("object", object).put("model", persona.name())
        .put("system_fingerprint", Answered.FINGERPRINT).put("retort_simulated", true);
  }

  private static Answered answered(ObjectNode whole, String query, List<String> texts) {
    int tokens = texts.stream().mapToInt(text -> Tokens.count(query) + Tokens.count(text)).sum();
    whole.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return new Answered(whole, List.of(), 0);
  }

  private static List<String> documents(Body body, String field) {
    List<String> documents = body.texts(field);
    if (documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
      throw BadAsk.field(field, "1 to %d texts are wanted".formatted(MOST_DOCUMENTS));
    }
    return documents;
  }

  private static List<String> texts(Body body) {
    return body.messages().stream().map(Message::content).toList();
  }

  private static double[] scores(String query, List<String> documents) {
    return documents.stream().mapToDouble(document -> likeness(query, document)).toArray();
  }

  /// 0 to 1.
  private static double goodness(List<Message> messages) {
    List<String> before = new ArrayList<>();
    messages.subList(0, messages.size() - 1).forEach(message -> before.add(message.content()));
    return likeness(String.join("\n", before), messages.getLast().content());
  }

  private static double likeness(String one, String other) {
    float[] a = OtherApis.vector(one, DIMENSIONS);
    float[] b = OtherApis.vector(other, DIMENSIONS);
    double sum = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.rint(1e6 * Math.clamp((1 + sum) / 2, 0, 1)) / 1e6;
  }
}
