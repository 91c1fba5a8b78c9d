package dev.retort.teacher.http;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the JSON of any provider's reply. What is there but of the wrong type is never taken for absent.
public final class ReplyJson {
  private ReplyJson() {}

  /// @throws CallFailed of class MALFORMED_REPLY when the body is no JSON object
  public static JsonNode object(String body) {
    JsonNode node;
    try {
      node = Json.read(body);
    } catch (JacksonException e) {
      throw malformed("no JSON (%s): %s".formatted(Excerpt.of(e.getOriginalMessage()), Excerpt.of(body)));
    }
    if (!node.isObject()) {
      throw malformed("JSON, but no object: " + Excerpt.of(body));
    }
    return node;
  }

  /// A text; empty where there is none.
  public static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw malformed("'%s' is no text: %s".formatted(name, Excerpt.of(value.toString())));
    }
    return whole(value.stringValue());
  }

  /// A number of tokens; 0 where there is none.
  public static int count(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw malformed("'%s' is no number of tokens: %s".formatted(name, Excerpt.of(value.toString())));
    }
    return value.intValue();
  }

  /// Canonical JSON; null where there is none.
  public static @Nullable String json(@Nullable JsonNode node) {
    return node == null || node.isMissingNode() || node.isNull() ? null : whole(Json.canonical(node));
  }

  /// Whether Retort's own simulated fleet answered.
  public static boolean simulated(JsonNode node) {
    return node.path("retort_simulated").isBoolean() && node.path("retort_simulated").booleanValue();
  }

  private static String whole(String text) {
    if (Json.hasLoneSurrogate(text)) {
      throw malformed("a text with half a surrogate pair");
    }
    return text;
  }

  public static CallFailed malformed(String found) {
    return new CallFailed(Failure.MALFORMED_REPLY, "the reply holds " + found);
  }

  /// Whether one model's name begins with the other, case and the part before a slash aside, and goes on as a version
  /// would: `gpt-4o` and `gpt-4o-2024-08-06` are one.
  public static boolean sameModel(String asked, String served) {
    String one = bare(asked);
    String other = bare(served);
    String shorter = one.length() <= other.length() ? one : other;
    String longer = shorter.equals(one) ? other : one;
    return longer.startsWith(shorter) && !shorter.isEmpty()
        && (longer.length() == shorter.length() || "-.:@_".indexOf(longer.charAt(shorter.length())) >= 0);
  }

  private static String bare(String name) {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
