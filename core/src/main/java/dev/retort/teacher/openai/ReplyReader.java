package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.Reply.Usage;
import dev.retort.teacher.http.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads replies of OpenAI-compatible servers. What is there but of the wrong type is never taken for absent.
final class ReplyReader {
  private ReplyReader() {}

  /// @param chat whether a plain text answers a chat, so that it may begin with reasoning
  static Reply read(String body, boolean chat) {
    JsonNode node = parse(body);
    String model = text(node, "model");
    boolean simulated = node.path("retort_simulated").isBoolean() && node.path("retort_simulated").booleanValue();
    if (node.has("choices")) {
      List<Choice> choices = choices(node.get("choices"), chat);
      return new Reply(choices, usage(node, choices), model, simulated, List.of());
    }
    if (node.has("data")) {
      return new Reply(List.of(), usage(node, List.of()), model, simulated, vectors(node.get("data")));
    }
    if (node.has("count") || node.has("tokens")) {
      return new Reply(List.of(), new Usage(tokens(node), 0, false), model, simulated, List.of());
    }
    if (node.has("error")) {
      throw malformed("an error where the answer was expected: " + Excerpt.of(node.get("error").toString()));
    }
    throw malformed("no 'choices', 'data' or 'tokens' among " + Excerpt.of(node.propertyNames().toString()));
  }

  private static JsonNode parse(String body) {
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

  private static List<Choice> choices(JsonNode array, boolean chat) {
    if (!array.isArray() || array.isEmpty()) {
      throw malformed("an empty list of choices, or none");
    }
    List<JsonNode> sorted = new ArrayList<>();
    array.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(choice -> choice.path("index").asInt(0)));
    List<Choice> choices = sorted.stream().map(choice -> choice(choice, chat)).toList();
    if (choices.stream().allMatch(choice -> choice.finishReason().equals("content_filter"))) {
      throw new CallFailed(Failure.CONTENT_FILTER, "the server's content filter took the answer away");
    }
    return choices;
  }

  private static Choice choice(JsonNode node, boolean chat) {
    String finish = text(node, "finish_reason");
    String logprobs = json(node.get("logprobs"));
    JsonNode message = node.get("message");
    if (message == null) {
      if (!node.path("text").isString()) {
        throw malformed("a choice without message or text");
      }
      Thoughts said = chat ? Thoughts.of(text(node, "text")) : new Thoughts("", text(node, "text"));
      return new Choice(said.text(), said.reasoning(), finish, null, logprobs);
    }
    if (!message.isObject()) {
      throw malformed("a message that is no object");
    }
    String toolCalls = message.path("tool_calls").isEmpty() ? null : json(message.get("tool_calls"));
    String reasoning = text(message, "reasoning_content");
    if (reasoning.isEmpty()) {
      reasoning = text(message, "reasoning");
    }
    Thoughts thoughts = Thoughts.of(content(message));
    return new Choice(thoughts.text(), reasoning.isEmpty() ? thoughts.reasoning() : reasoning, finish, toolCalls,
        logprobs);
  }

  /// A string, a list of parts of which the texts count, or null where the model said nothing or refused.
  private static String content(JsonNode message) {
    JsonNode content = message.get("content");
    if (content != null && content.isArray()) {
      StringBuilder text = new StringBuilder();
      content.forEach(part -> text.append(text(part, "text")));
      return text.toString();
    }
    boolean silent = content == null || content.isNull();
    if (content == null && !message.has("tool_calls") && !message.has("refusal") && !message.has("reasoning_content")) {
      throw malformed("a message without content");
    }
    return silent ? text(message, "refusal") : text(message, "content");
  }

  private static Usage usage(JsonNode node, List<Choice> choices) {
    JsonNode usage = node.path("usage");
    if (usage.isObject() && usage.has("prompt_tokens")) {
      return new Usage(count(usage, "prompt_tokens"), count(usage, "completion_tokens"), false);
    }
    int completion = choices.stream()
        .mapToInt(choice -> OpenAiFormat.estimate(choice.text()) + OpenAiFormat.estimate(choice.reasoning())).sum();
    return new Usage(0, completion, true);
  }

  /// A number of tokens; embeddings have no completion tokens.
  private static int count(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw malformed("'%s' is no number of tokens: %s".formatted(name, Excerpt.of(value.toString())));
    }
    return value.intValue();
  }

  private static int tokens(JsonNode node) {
    return node.path("tokens").isArray() ? node.get("tokens").size() : count(node, "count");
  }

  private static List<float[]> vectors(JsonNode data) {
    if (!data.isArray()) {
      throw malformed("'data' that is no list");
    }
    List<JsonNode> sorted = new ArrayList<>();
    data.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(item -> item.path("index").asInt(0)));
    return sorted.stream().map(item -> vector(item.path("embedding"))).toList();
  }

  private static float[] vector(JsonNode array) {
    float[] vector = new float[array.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode value = array.get(i);
      vector[i] = value.isNumber() ? value.decimalValue().floatValue() : Float.NaN;
      if (!Float.isFinite(vector[i])) {
        throw malformed("an embedding with something that is no number");
      }
    }
    if (vector.length == 0) {
      throw malformed("an embedding without numbers");
    }
    return vector;
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw malformed("'%s' is no text: %s".formatted(name, Excerpt.of(value.toString())));
    }
    return whole(value.stringValue());
  }

  private static @Nullable String json(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : whole(Json.canonical(node));
  }

  private static String whole(String text) {
    if (Json.hasLoneSurrogate(text)) {
      throw malformed("a text with half a surrogate pair");
    }
    return text;
  }

  private static CallFailed malformed(String found) {
    return new CallFailed(Failure.MALFORMED_REPLY, "the reply holds " + found);
  }
}
