package dev.retort.teacher.gemini;

import static dev.retort.teacher.http.ReplyJson.count;
import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Reply.Choice;
import dev.retort.teacher.http.ErrorWords;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ReplyJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a `GenerateContentResponse`. Parts marked as thoughts are reasoning, and their tokens count as written.
///
/// Source: ai.google.dev/api/generate-content (Candidate.FinishReason, PromptFeedback.BlockReason, UsageMetadata,
/// LogprobsResult).
final class GeminiReply {
  private static final String FILTERED = "content_filter";

  private GeminiReply() {}

  static Reply read(String body) {
    JsonNode node = ReplyJson.object(body);
    if (node.path("error").isObject()) {
      throw error(node, body);
    }
    String blocked = text(node.path("promptFeedback"), "blockReason");
    if (!blocked.isEmpty() && node.path("candidates").isEmpty()) {
      throw new CallFailed(Failure.CONTENT_FILTER, "the server blocked the prompt (%s)".formatted(blocked));
    }
    List<JsonNode> candidates = new ArrayList<>();
    node.path("candidates").forEach(candidates::add);
    if (candidates.isEmpty()) {
      throw malformed("no 'candidates' among " + Excerpt.of(node.propertyNames().toString()));
    }
    candidates.sort(Comparator.comparingInt(candidate -> candidate.path("index").asInt(0)));
    List<Choice> choices = candidates.stream().map(GeminiReply::choice).toList();
    if (choices.stream().allMatch(choice -> choice.finishReason().equals(FILTERED))) {
      throw new CallFailed(Failure.CONTENT_FILTER, "the server's content filter took the answer away (%s)"
          .formatted(text(candidates.getFirst(), "finishReason")));
    }
    return new Reply(choices, usage(node.path("usageMetadata"), choices), text(node, "modelVersion"),
        ReplyJson.simulated(node), List.of());
  }

  static CallFailed error(JsonNode node, String body) {
    JsonNode error = node.path("error");
    return new CallFailed(ErrorWords.within(error.path("code").asInt(0), body),
        "the server answered with an error (%s): %s".formatted(error.path("status").asString("no status"),
            Excerpt.of(error.path("message").asString("no words"))),
        null, body, null);
  }

  private static Choice choice(JsonNode candidate) {
    StringBuilder answer = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    ArrayNode calls = Json.MAPPER.createArrayNode();
    for (JsonNode part : candidate.path("content").path("parts")) {
      (part.path("thought").asBoolean(false) ? reasoning : answer).append(text(part, "text"));
      if (part.path("functionCall").isObject()) {
        call(calls, part.path("functionCall"));
      }
    }
    String finish = finish(text(candidate, "finishReason"));
    return new Choice(answer.toString(), reasoning.toString().strip(),
        calls.isEmpty() || !finish.equals("stop") ? finish : "tool_calls",
        calls.isEmpty() ? null : Json.canonical(calls), logprobs(candidate.path("logprobsResult")));
  }

  private static String finish(String reason) {
    return switch (reason) {
      case "STOP" -> "stop";
      case "MAX_TOKENS" -> "length";
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" -> FILTERED;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL" -> throw malformed("a tool call that is broken");
      default -> reason;
    };
  }

  /// In OpenAI's form, so that a chat reads the same whoever answered. Where the server gives no id, its place is one.
  private static void call(ArrayNode calls, JsonNode call) {
    String id = text(call, "id");
    calls.addObject().put("id", id.isEmpty() ? "call_" + (calls.size() - 1) : id).put("type", "function")
        .putObject("function").put("name", text(call, "name"))
        .put("arguments", call.has("args") ? Json.canonical(call.path("args")) : "{}");
  }

  /// In the form chats have elsewhere; null where none were told.
  private static @Nullable String logprobs(JsonNode result) {
    if (!result.path("chosenCandidates").isArray()) {
      return null;
    }
    ObjectNode logprobs = Json.MAPPER.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    for (JsonNode chosen : result.path("chosenCandidates")) {
      JsonNode top = result.path("topCandidates").path(content.size()).path("candidates");
      ObjectNode entry = fill(content.addObject(), chosen);
      ArrayNode rivals = entry.putArray("top_logprobs");
      top.forEach(rival -> fill(rivals.addObject(), rival));
    }
    return ReplyJson.json(logprobs);
  }

  private static ObjectNode fill(ObjectNode entry, JsonNode told) {
    entry.put("token", text(told, "token")).set("logprob", told.path("logProbability"));
    return entry;
  }

  private static Reply.Usage usage(JsonNode usage, List<Choice> choices) {
    if (!usage.has("promptTokenCount")) {
      return new Reply.Usage(0, choices.stream()
          .mapToInt(choice -> Estimate.tokens(choice.text()) + Estimate.tokens(choice.reasoning())).sum(), true);
    }
    int thoughts = count(usage, "thoughtsTokenCount");
    return new Reply.Usage(count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount"),
        count(usage, "candidatesTokenCount") + thoughts, false,
        new Reply.Detail(count(usage, "cachedContentTokenCount"), 0, thoughts));
  }
}
