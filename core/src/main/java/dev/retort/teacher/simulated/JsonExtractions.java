package dev.retort.teacher.simulated;

import static dev.retort.teacher.simulated.Draw.one;

import dev.retort.row.Json;
import dev.retort.teacher.simulated.Template.Solution;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Facts of a sentence as a JSON object.
final class JsonExtractions {
  static final List<Template> TEMPLATES = List.of(
      template("Extract a JSON object with the keys \"name\", \"age\" and \"city\" from this text: "
          + "{w:name} is {n:age} years old and lives in {w:city}.", JsonExtractions::person,
          v -> solution(
              object().put("name", v.text("name")).put("age", v.number("age")).put("city", v.text("city")))),
      template("Read the order and answer with a JSON object with the keys \"customer\", \"item\" and \"quantity\": "
          + "{w:name} would like {n:quantity} {w:item} by Friday.", JsonExtractions::order,
          v -> solution(object().put("customer", v.text("name")).put("item", v.text("item")).put("quantity",
              v.number("quantity")))),
      template("Turn this note into JSON with the keys \"event\", \"date\" and \"place\": "
          + "the {w:event} takes place on {d:date} in {w:place}.", JsonExtractions::event,
          v -> solution(
              object().put("event", v.text("event")).put("date", v.text("date")).put("place", v.text("place")))),
      template("Name the colours in this sentence as a JSON object with one key, \"colours\", that holds a list "
          + "in the order they appear: the flag shows {w:a}, {w:b} and {w:c}.", JsonExtractions::flag,
          v -> {
            ObjectNode object = object();
            object.putArray("colours").add(v.text("a")).add(v.text("b")).add(v.text("c"));
            return solution(object);
          }));

  private JsonExtractions() {}

  private static Template template(String text, Template.Filler filler, Template.Solver solver) {
    return new Template(Family.JSON_EXTRACTION, text, filler, solver);
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  private static Solution solution(ObjectNode object) {
    return new Solution(Json.canonical(object), "look for each key in the sentence");
  }

  private static Map<String, String> person(RandomGenerator random) {
    return Map.of("name", one(random, Words.PEOPLE), "age", WordProblems.between(random, 18, 90), "city",
        one(random, Words.CITIES));
  }

  private static Map<String, String> order(RandomGenerator random) {
    return Map.of("name", one(random, Words.PEOPLE), "item", one(random, Words.THINGS), "quantity",
        WordProblems.between(random, 2, 40));
  }

  private static Map<String, String> event(RandomGenerator random) {
    return Map.of("event", one(random, Words.EVENTS), "date",
        LocalDate.of(2020, 1, 1).plusDays(random.nextInt(4_000)).toString(), "place", one(random, Words.CITIES));
  }

  private static Map<String, String> flag(RandomGenerator random) {
    List<String> left = new ArrayList<>(Words.COLOURS);
    return Map.of("a", left.remove(random.nextInt(left.size())), "b", left.remove(random.nextInt(left.size())), "c",
        left.remove(random.nextInt(left.size())));
  }
}
