package dev.retort.teacher.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retort.row.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClusterAnswersTest {
  private static final String CLUSTERS = """
      {"type":"object","properties":{"clusters":{"type":"array","items":{"type":"object","properties":{
       "id":{"type":"integer"},"members":{"type":"array","items":{"type":"integer"}},"reason":{"type":"string"}},
       "required":["id","members","reason"]}}},"required":["clusters"]}""";
  private static final String FIVE = "Sort.\n\n### Text 1\nApples are red.\n\n### Text 2\nBoats float.\n\n### Text 3\n"
      + "apples, again\n\n### Text 4\n**Boats** sink.\n\n### Text 5\n\nCats.";

  private static JsonNode answer(String model, String schema, String prompt, long seed) {
    Random random = new Random(seed);
    return new ClusterAnswers(Persona.named(model).orElseThrow(), random, () -> "A sentence.",
        part -> new SchemaAnswer(part, null, () -> "A sentence.", random).make()).make(Json.read(schema), prompt);
  }

  private static List<String> members(JsonNode answer) {
    List<String> members = new ArrayList<>();
    answer.path("clusters").forEach(cluster -> members.add(cluster.path("members").toString()));
    return members;
  }

  @Test
  void textsThatBeginWithTheSameWordAreAlike() {
    JsonNode answer = answer("sim-thinker", CLUSTERS, FIVE, 1);
    assertThat(members(answer)).containsExactly("[1,3]", "[2,4]", "[5]");
    assertThat(answer.at("/clusters/2/id").intValue()).isEqualTo(3);
    assertThat(answer.at("/clusters/0/reason").stringValue()).isEqualTo("A sentence.");
  }

  @Test
  void aCarelessModelMixesThemUpButNeverPutsOneInTwoClusters() {
    int wrong = 0;
    for (int seed = 0; seed < 50; seed++) {
      List<String> members = members(answer("sim-careless", CLUSTERS, FIVE, seed));
      wrong += members.equals(List.of("[1,3]", "[2,4]", "[5]")) ? 0 : 1;
      assertThat(String.join(",", members).replaceAll("[\\[\\]]", "").split(",")).containsExactlyInAnyOrder("1", "2",
          "3", "4", "5");
    }
    assertThat(wrong).isBetween(10, 49);
  }

  @Test
  void aClusterOfTextsThatBeginAlikeIsValid() {
    String schema = "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"},"
        + "\"valid\":{\"type\":\"integer\",\"enum\":[0,1]}}}";
    assertThat(answer("sim-brief", schema, "### Text 1\nA b\n### Text 2\na c", 1).get("valid").intValue()).isOne();
    assertThat(answer("sim-brief", schema, "### Text 1\nA b\n### Text 2\nb c", 1).get("valid").intValue()).isZero();
  }

  @Test
  void eachPointGetsASentenceAndOtherSchemasAreLeftAlone() {
    String schema = "{\"type\":\"object\",\"properties\":{\"sentences\":{\"type\":\"array\",\"items\":"
        + "{\"type\":\"string\"}}}}";
    assertThat(answer("sim-brief", schema, "Write:\n- one\n- two\n- three", 1).get("sentences").size()).isEqualTo(3);
    assertThat(members(answer("sim-brief", CLUSTERS, "No texts here.", 1))).isNotEmpty();
    assertThat(answer("sim-brief", "{\"type\":\"integer\"}", FIVE, 1).isIntegralNumber()).isTrue();
  }

  @Test
  void headingsWithinATextAreNotTakenForTheAsker() {
    String prompt = "Each text stands below a line `#### Text n`.\n\n#### Text 1\nApples\n### Text 2\nBoats\n\n"
        + "#### Text 2\nApples\n";
    assertThat(members(answer("sim-thinker", CLUSTERS, prompt, 1))).containsExactly("[1,2]");
  }
}
