package dev.retort.teacher.anthropic;

import static dev.retort.teacher.http.ReplyJson.count;
import static dev.retort.teacher.http.ReplyJson.malformed;
import static dev.retort.teacher.http.ReplyJson.text;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.http.ErrorWords;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ReplyJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Reads a message of Claude's.
///
/// Thinking is reasoning, and so is nothing that was hidden (`redacted_thinking`). Tokens read from a cache or put into
/// it count as tokens of the prompt: `input_tokens` holds neither.
/// Source: platform.claude.com/docs/en/api/messages, /docs/en/build-with-claude/handling-stop-reasons.
final class AnthropicReply {
  private AnthropicReply() {}

  static Reply read(String body) {
    JsonNode node = ReplyJson.object(body);
    if (text(node, "type").equals("error")) {
      throw error(node, body);
    }
    JsonNode content = node.path("content");
    if (!content.isArray()) {
      throw malformed("no 'content' among " + Excerpt.of(node.propertyNames().toString()));
    }
    StringBuilder answer = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    ArrayNode calls = Json.MAPPER.createArrayNode();
    for (JsonNode block : content) {
      switch (text(block, "type")) {
        case "text" -> answer.append(text(block, "text"));
        case "thinking" -> reasoning.append(text(block, "thinking"));
        case "tool_use" -> call(calls, block);
        default -> {
          // blocks of server tools and hidden thinking hold nothing of the answer
        }
      }
    }
    String finish = finish(text(node, "stop_reason"), answer.toString());
    Reply.Choice choice = new Reply.Choice(answer.toString(), reasoning.toString().strip(), finish,
        calls.isEmpty() ? null : Json.canonical(calls), null);
    return new Reply(List.of(choice), usage(node.path("usage"), choice), text(node, "model"),
        ReplyJson.simulated(node), List.of());
  }

  static CallFailed error(JsonNode node, String body) {
    JsonNode error = node.path("error");
    return new CallFailed(ErrorWords.within(0, body),
        "the server answered with an error (%s): %s".formatted(error.path("type").asString("no type"),
            Excerpt.of(error.path("message").asString("no words"))),
        null, body, null);
  }

  private static String finish(String reason, String said) {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> "stop";
      case "max_tokens", "model_context_window_exceeded" -> "length";
      case "tool_use" -> "tool_calls";
      case "refusal" -> throw new CallFailed(Failure.REFUSAL,
          "the model declined" + (said.isEmpty() ? "" : ": " + Excerpt.of(said)));
      default -> reason;
    };
  }

  /// In OpenAI's form, so that a chat reads the same whoever answered.
  private static void call(ArrayNode calls, JsonNode block) {
    calls.addObject().put("id", text(block, "id")).put("type", "function").putObject("function")
        .put("name", text(block, "name")).put("arguments", Json.canonical(block.path("input")));
  }

  private static Reply.Usage usage(JsonNode usage, Reply.Choice choice) {
    if (!usage.has("input_tokens")) {
      return new Reply.Usage(0, Estimate.tokens(choice.text()) + Estimate.tokens(choice.reasoning()), true);
    }
    int read = count(usage, "cache_read_input_tokens");
    int written = count(usage, "cache_creation_input_tokens");
    return new Reply.Usage(count(usage, "input_tokens") + read + written, count(usage, "output_tokens"), false,
        new Reply.Detail(read, written, 0));
  }
}
