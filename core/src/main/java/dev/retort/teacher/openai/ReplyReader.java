package dev.retort.teacher.openai;

import static dev.retort.teacher.http.ReplyJson.count;
import static dev.retort.teacher.http.ReplyJson.json;
import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.Reply.Usage;
import dev.retort.teacher.http.ErrorWords;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ReplyJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads replies of OpenAI-compatible servers. What is there but of the wrong type is never taken for absent.
final class ReplyReader {
  private static final String REFUSED = "refusal";

  private ReplyReader() {}

  /// @param chat whether a plain text answers a chat, so that it may begin with reasoning
  static Reply read(String body, boolean chat) {
    JsonNode node = object(body);
    String model = text(node, "model");
    boolean simulated = ReplyJson.simulated(node);
    if (node.has("choices")) {
      List<Choice> choices = choices(node.get("choices"), chat);
      return new Reply(choices, usage(node, choices), model, simulated, List.of());
    }
    if (node.has("data")) {
      return new Reply(List.of(), usage(node, List.of()), model, simulated, VectorReader.read(node.get("data")));
    }
    if (node.has("count") || node.has("tokens")) {
      return new Reply(List.of(), new Usage(tokens(node), 0, false), model, simulated, List.of());
    }
    throw malformed("no 'choices', 'data' or 'tokens' among " + Excerpt.of(node.propertyNames().toString()));
  }

  /// The reply as an object that is no error told with the status of a success, as some servers and proxies do.
  static JsonNode object(String body) {
    JsonNode node = ReplyJson.object(body);
    JsonNode error = node.path("error");
    if (error.isMissingNode() || error.isNull() || node.has("choices")) {
      return node;
    }
    throw new CallFailed(ErrorWords.within(error.path("code").asInt(0), body),
        "the reply holds an error where the answer was expected: " + Excerpt.of(error.toString()));
  }

  private static List<Choice> choices(JsonNode array, boolean chat) {
    if (!array.isArray() || array.isEmpty()) {
      throw malformed("an empty list of choices, or none");
    }
    List<JsonNode> sorted = new ArrayList<>(array.size());
    for (JsonNode choice : array) {
      sorted.add(choice);
    }
    if (sorted.size() > 1) {
      sorted.sort(Comparator.comparingInt(choice -> choice.path("index").asInt(0)));
    }
    List<Choice> choices = new ArrayList<>(sorted.size());
    for (JsonNode choice : sorted) {
      choices.add(choice(choice, chat));
    }
    if (allEnded(choices, "content_filter")) {
      throw new CallFailed(Failure.CONTENT_FILTER, "the server's content filter took the answer away");
    }
    if (allEnded(choices, REFUSED)) {
      throw new CallFailed(Failure.REFUSAL, "the model declined: " + Excerpt.of(choices.getFirst().text()));
    }
    return choices;
  }

  private static boolean allEnded(List<Choice> choices, String reason) {
    for (Choice choice : choices) {
      if (!choice.finishReason().equals(reason)) {
        return false;
      }
    }
    return true;
  }

  /// Why an answer ended, in OpenAI's words.
  ///
  /// Source: huggingface.co/docs/text-generation-inference (`eos_token`, `stop_sequence`), docs.vllm.ai (`abort`,
  /// `error`), docs.sglang.ai (`matched_stop` beside `stop`; `abort`).
  private static String finish(JsonNode node) {
    String said = text(node, "finish_reason");
    return switch (said) {
      case "eos_token", "stop_sequence", "eos", "end_turn" -> "stop";
      case "max_tokens", "max_length", "model_length" -> "length";
      case "abort", "error" -> throw malformed("an answer that the server broke off ('%s')".formatted(said));
      default -> said;
    };
  }

  private static Choice choice(JsonNode node, boolean chat) {
    String finish = finish(node);
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
    String refusal = text(message, "refusal");
    if (!refusal.isEmpty()) {
      return new Choice(refusal, reasoning, REFUSED, toolCalls, logprobs);
    }
    Thoughts thoughts = Thoughts.of(content(message));
    return new Choice(thoughts.text(), reasoning.isEmpty() ? thoughts.reasoning() : reasoning, finish, toolCalls,
        logprobs);
  }

  /// A string, a list of parts of which the texts count, or null where the model said nothing.
  private static String content(JsonNode message) {
    JsonNode content = message.get("content");
    if (content != null && content.isArray()) {
      StringBuilder text = new StringBuilder();
      content.forEach(part -> text.append(text(part, "text")));
      return text.toString();
    }
    if (content == null && !message.has("tool_calls") && !message.has("reasoning_content")
        && !message.has("reasoning")) {
      throw malformed("a message without content");
    }
    return text(message, "content");
  }

  private static Usage usage(JsonNode node, List<Choice> choices) {
    JsonNode usage = node.path("usage");
    if (usage.isObject() && usage.has("prompt_tokens")) {
      Reply.Detail detail = new Reply.Detail(count(usage.path("prompt_tokens_details"), "cached_tokens"), 0,
          count(usage.path("completion_tokens_details"), "reasoning_tokens"));
      return new Usage(count(usage, "prompt_tokens"), count(usage, "completion_tokens"), false, detail);
    }
    int completion = choices.stream()
        .mapToInt(choice -> Estimate.tokens(choice.text()) + Estimate.tokens(choice.reasoning())).sum();
    return new Usage(0, completion, true);
  }

  /// Of a request that has no completion: where only the total is told, it is the prompt's.
  static Usage promptUsage(JsonNode node) {
    JsonNode usage = node.path("usage");
    String field = usage.has("prompt_tokens") ? "prompt_tokens" : "total_tokens";
    return usage.has(field) ? new Usage(count(usage, field), 0, false) : new Usage(0, 0, true);
  }

  private static int tokens(JsonNode node) {
    return node.path("tokens").isArray() ? node.get("tokens").size() : count(node, "count");
  }
}
