package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers whoever asks for clusters of numbered texts: texts that begin with the same word are alike.
///
/// The rest of such an answer is made up like any other JSON. A model without much skill in JSON puts some texts where
/// they do not belong.
///
/// @param making a value that fits a schema
record ClusterAnswers(Persona persona, RandomGenerator random, Supplier<String> sentence,
    UnaryOperator<JsonNode> making) {
  private static final Pattern MARK = Pattern.compile("below a line `(#{3,200}) Text n`");
  private static final Pattern POINT = Pattern.compile("(?m)^- \\S");
  private static final int MOST = 100;

  /// A value that fits the schema, right as far as the prompt's texts and points tell.
  JsonNode make(JsonNode schema, String prompt) {
    JsonNode made = making.apply(schema);
    List<String> openings = openings(prompt);
    JsonNode wanted = schema.path("properties");
    JsonNode item = wanted.path("clusters").path("items");
    if (!(made instanceof ObjectNode object)) {
      return made;
    }
    if (item.path("properties").has("members") && !openings.isEmpty()) {
      cluster(object.putArray("clusters"), openings, item);
    } else if (wanted.has("valid") && !openings.isEmpty()) {
      object.put("valid", openings.stream().distinct().count() == 1 ? 1 : 0);
    } else if (wanted.has("sentences")) {
      ArrayNode sentences = object.putArray("sentences");
      POINT.matcher(prompt).results().limit(MOST).forEach(_ -> sentences.add(sentence.get()));
    }
    return object;
  }

  private static List<String> openings(String prompt) {
    List<String> openings = new ArrayList<>();
    Matcher mark = MARK.matcher(prompt);
    Matcher text = Pattern
        .compile("(?m)^%s Text \\d{1,4}\\R\\s{0,20}(\\S{0,40})".formatted(mark.find() ? mark.group(1) : "###"))
        .matcher(prompt);
    while (openings.size() < MOST && text.find()) {
      openings.add(text.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", ""));
    }
    return openings;
  }

  private void cluster(ArrayNode clusters, List<String> openings, JsonNode item) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < openings.size(); i++) {
      boolean right = random.nextDouble() < persona.skill(Family.JSON_EXTRACTION);
      String opening = openings.get(right ? i : random.nextInt(openings.size()));
      groups.computeIfAbsent(opening, _ -> new ArrayList<>()).add(i + 1);
    }
    groups.values().forEach(members -> {
      ObjectNode cluster = making.apply(item) instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
      ArrayNode list = cluster.put("id", clusters.size() + 1).putArray("members");
      members.forEach(list::add);
      clusters.add(cluster);
    });
  }
}
