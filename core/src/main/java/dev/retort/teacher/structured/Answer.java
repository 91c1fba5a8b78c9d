package dev.retort.teacher.structured;

import dev.retort.row.Json;
import dev.retort.teacher.http.Excerpt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// JSON that was read, or why it was not.
sealed interface Answer {

  record Value(JsonNode node) implements Answer {}

  record Unreadable(String why) implements Answer {}

  /// Reads strictly: a key that stands twice, half a surrogate pair, a number that no one could calculate with, and
  /// nesting beyond reason are refused.
  static Answer read(String text) {
    JsonNode node;
    try {
      node = Json.read(text);
    } catch (JacksonException e) {
      return new Unreadable(Excerpt.of(String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("")));
    }
    if (node.isMissingNode()) {
      return new Unreadable("it is empty");
    }
    String problem = problem(node, 0);
    return problem == null ? new Value(node) : new Unreadable(problem);
  }

  private static @Nullable String problem(JsonNode node, int depth) {
    if (depth > 100) {
      return "it is nested deeper than 100 levels";
    }
    if (node.isString() && Json.hasLoneSurrogate(node.stringValue())) {
      return "a text in it holds half a surrogate pair";
    }
    if (node.isNumber() && !node.isIntegralNumber() && Math.abs((long) node.decimalValue().scale()) > 400) {
      return "a number in it is beyond calculating";
    }
    for (String name : node.propertyNames()) {
      String inner = Json.hasLoneSurrogate(name)
          ? "a key holds half a surrogate pair"
          : problem(node.get(name), depth + 1);
      if (inner != null) {
        return inner;
      }
    }
    return node.isArray() ? element(node, depth) : null;
  }

  private static @Nullable String element(JsonNode array, int depth) {
    for (JsonNode element : array) {
      String inner = problem(element, depth + 1);
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }
}
