package dev.retort.teacher.simulated;

import dev.retort.row.Json;
import dev.retort.row.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request's JSON body, read with its mistakes told by field.
record Body(ObjectNode node) {
  /// Fields that change how an answer is handed over, and not what is said.
  private static final Set<String> DELIVERY = Set.of("stream", "stream_options", "retort_faults", "max_tokens",
      "max_completion_tokens", "stop", "n", "logprobs", "top_logprobs", "user");

  static Body read(byte[] bytes) {
    try {
      if (Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8)) instanceof ObjectNode object) {
        return new Body(object);
      }
    } catch (JacksonException notJson) {
      throw new BadAsk(400, "invalid_json", "the body is not JSON: " + notJson.getOriginalMessage());
    }
    throw new BadAsk(400, "invalid_json", "the body is not a JSON object");
  }

  String canonical() {
    return Json.canonical(node);
  }

  /// What the words of the answer depend on.
  String meaning() {
    return Json.canonical(node.deepCopy().remove(DELIVERY));
  }

  @Nullable
  JsonNode get(String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value;
  }

  String text(String field) {
    JsonNode value = get(field);
    if (value == null || !value.isString()) {
      throw BadAsk.field(field, "a text is wanted");
    }
    return value.stringValue();
  }

  boolean flag(String field) {
    JsonNode value = get(field);
    if (value != null && !value.isBoolean()) {
      throw BadAsk.field(field, "true or false is wanted");
    }
    return value != null && value.booleanValue();
  }

  /// A whole number in bounds; `absent` where the body has none.
  int integer(String field, int absent, int least, int most) {
    JsonNode value = get(field);
    if (value == null) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      throw BadAsk.field(field, "a whole number from %d to %d is wanted".formatted(least, most));
    }
    return value.intValue();
  }

  /// One text or a list of them; empty where the body has none.
  List<String> texts(String field) {
    JsonNode value = get(field);
    if (value == null) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw BadAsk.field(field, "a text or a list of texts is wanted");
      }
      texts.add(element.stringValue());
    }
    if (!value.isArray() || texts.isEmpty()) {
      throw BadAsk.field(field, "a text or a list of texts is wanted");
    }
    return texts;
  }

  List<String> stops() {
    return texts("stop").stream().filter(stop -> !stop.isEmpty()).toList();
  }

  List<Message> messages() {
    JsonNode list = get("messages");
    if (list == null || !list.isArray() || list.isEmpty()) {
      throw BadAsk.field("messages", "a list of one message or more is wanted");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : list) {
      JsonNode role = message.get("role");
      if (role == null || !role.isString()) {
        throw BadAsk.field("messages", "a message without a role");
      }
      messages.add(Message.of(role.stringValue(), content(message.get("content"))));
    }
    return messages;
  }

  private static String content(@Nullable JsonNode content) {
    if (content == null || content.isNull()) {
      return "";
    }
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      JsonNode words = part.get("text");
      if (words == null || !words.isString()) {
        throw BadAsk.field("messages", "only parts of text can be read");
      }
      text.append(words.stringValue());
    }
    return text.toString();
  }

  /// The faults this request asks for; `otherwise` where it asks for none.
  Faults faults(Faults otherwise) {
    JsonNode wanted = get("retort_faults");
    if (wanted == null) {
      return otherwise;
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    for (String name : wanted.propertyNames()) {
      if (!wanted.get(name).isNumber()) {
        throw BadAsk.field("retort_faults", "a number is wanted for " + name);
      }
      rates.put(name, wanted.get(name).doubleValue());
    }
    try {
      return Faults.named(rates);
    } catch (IllegalArgumentException e) {
      throw BadAsk.field("retort_faults", String.valueOf(e.getMessage()));
    }
  }
}
