package dev.retort.steps;

import dev.retort.measure.diversity.ClusterScore;
import dev.retort.measure.diversity.ClusterScore.Broken;
import dev.retort.teacher.structured.AnswerSchema;
import dev.retort.teacher.structured.Judge;
import dev.retort.teacher.structured.Structured;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What the cluster agent wants to be answered, as JSON.
///
/// The schemas use only what servers' strict modes take; how many there must be of something is looked at afterwards.
final class ClusterAgentAnswers {
  private static final String NAMED = """
      {"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"definition":{"type":"string"}},\
      "required":["name","definition"],"additionalProperties":false}}""";

  static final AnswerSchema PROPOSED = object("\"metadata\":" + NAMED + ",\"metrics\":" + NAMED,
      "\"metadata\",\"metrics\"");
  static final AnswerSchema MERGED = object("\"criteria\":" + NAMED, "\"criteria\"");
  static final AnswerSchema SENTENCES = object("\"sentences\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
      "\"sentences\"");
  static final AnswerSchema CLUSTERS = object("""
      "clusters":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},\
      "members":{"type":"array","items":{"type":"integer"}},"reason":{"type":"string"},\
      "metadata":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},\
      "value":{"type":"string"}},"required":["name","value"],"additionalProperties":false}},\
      "metrics":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},\
      "reason":{"type":"string"},"score":{"type":"integer","enum":[1,2,3,4,5]}},\
      "required":["name","reason","score"],"additionalProperties":false}}},\
      "required":["id","members","reason","metadata","metrics"],"additionalProperties":false}}""", "\"clusters\"");
  static final AnswerSchema VERDICT = object("""
      "reason":{"type":"string"},"valid":{"type":"integer","enum":[0,1]}""", "\"reason\",\"valid\"");

  private ClusterAgentAnswers() {}

  private static AnswerSchema object(String properties, String required) {
    return AnswerSchema.parse("{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required
        + "],\"additionalProperties\":false}");
  }

  /// @param more what else is wrong with an answer that fits the schema
  private static Structured asking(AnswerSchema schema, Function<JsonNode, List<String>> more, int reasks) {
    Judge judge = answer -> {
      List<String> problems = schema.problems(answer);
      return problems.isEmpty() ? more.apply(answer) : problems;
    };
    return new Structured(schema.text(), judge, reasks);
  }

  static Structured proposals(int reasks) {
    return asking(PROPOSED, answer -> {
      List<String> problems = new ArrayList<>(number(answer, "metadata", 1, 20));
      problems.addAll(number(answer, "metrics", 1, 20));
      return problems;
    }, reasks);
  }

  static Structured merged(int keep, int reasks) {
    return asking(MERGED, answer -> number(answer, "criteria", 1, keep), reasks);
  }

  static Structured sentences(int count, int reasks) {
    return asking(SENTENCES, answer -> number(answer, "sentences", count, count), reasks);
  }

  static Structured clusters(int texts, int reasks) {
    return asking(CLUSTERS, answer -> {
      List<String> problems = new ArrayList<>(number(answer, "clusters", 1, texts));
      ClusterScore.broken(members(answer), texts).forEach(broken -> problems.add(shown(broken, texts)));
      return problems;
    }, reasks);
  }

  static Structured verdict(int reasks) {
    return asking(VERDICT, _ -> List.of(), reasks);
  }

  private static List<String> number(JsonNode answer, String list, int least, int most) {
    int size = answer.path(list).size();
    if (answer.path(list).valueStream().anyMatch(ClusterAgentAnswers::nameless)) {
      return List.of("/%s: one of them is blank, wanted words in each".formatted(list));
    }
    return size >= least && size <= most
        ? List.of()
        : List.of("/%s: found %d, wanted %s".formatted(list, size,
            least == most ? String.valueOf(least) : least + " to " + most));
  }

  private static boolean nameless(JsonNode one) {
    return (one.isString() ? one : one.path("name")).asString("x").isBlank();
  }

  /// Words of an answer as one line, so that they make one point of the list they are shown in.
  static String line(JsonNode words) {
    return words.asString("").strip().replaceAll("\\s+", " ");
  }

  private static String shown(Broken broken, int texts) {
    String what = switch (broken.breach()) {
      case EMPTY -> "the cluster is empty, wanted a text or more";
      case OVERLAPPING -> "text %d stands in a cluster already, wanted each text once".formatted(broken.text());
      case UNKNOWN -> "found %d, wanted numbers of texts, 1 to %d".formatted(broken.text(), texts);
    };
    return "/clusters/%d/members: %s".formatted(broken.cluster(), what);
  }

  /// The members of each cluster. A number beyond 32 bits becomes the nearest within, which no text has.
  /// @param answer one that fits [#CLUSTERS]
  static List<int[]> members(JsonNode answer) {
    List<int[]> clusters = new ArrayList<>();
    for (JsonNode cluster : answer.path("clusters")) {
      clusters.add(cluster.path("members").valueStream().mapToInt(member -> (int) member.doubleValue()).toArray());
    }
    return clusters;
  }
}
