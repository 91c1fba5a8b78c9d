package dev.retort.teacher.anthropic;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.hosted.Asked;
import dev.retort.teacher.hosted.HostedFormat;
import dev.retort.teacher.http.StreamAssembly;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Chats as Anthropic's messages API writes them.
///
/// The system text stands apart, `max_tokens` is always sent, and the answers of tools are parts of a user's turn.
/// Source: platform.claude.com/docs/en/api/messages, /docs/en/build-with-claude/structured-outputs,
/// /docs/en/agents-and-tools/tool-use/overview.
///
/// @param maxTokens where the sampling says none
record AnthropicFormat(String model, Map<String, Object> extraBody, int maxTokens) implements HostedFormat {
  static final Asked.Refused REFUSED = new Asked.Refused("anthropic",
      Set.of("model", "messages", "system", "stream", "max_tokens"),
      Set.of("seed", "n", "logprobs", "top_logprobs", "prompt_logprobs", "response_format", "presence_penalty",
          "frequency_penalty", "min_p", "repetition_penalty"));

  @Override
  public String kind() {
    return REFUSED.kind();
  }

  @Override
  public String canonical(Request.Chat chat) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
    String system = Asked.system(chat);
    if (system != null) {
      body.put("system", system);
    }
    messages(body.putArray("messages"), Asked.turns(chat, kind()));
    sampling(body, chat.sampling());
    if (chat.jsonSchema() != null) {
      body.withObject("/output_config").putObject("format").put("type", "json_schema").set("schema",
          Asked.json(chat.jsonSchema(), "the JSON Schema asked for"));
    }
    return Json.canonical(body);
  }

  private void sampling(ObjectNode body, Sampling sampling) {
    REFUSED.check(sampling);
    Asked.extra(body, extraBody);
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (!sampling.stop().isEmpty()) {
      body.set("stop_sequences", Json.MAPPER.valueToTree(sampling.stop()));
    }
    Asked.extra(body, sampling.extra());
    body.put("max_tokens", sampling.maxTokens() == null ? maxTokens : sampling.maxTokens());
  }

  private static void messages(ArrayNode list, List<Message> turns) {
    ArrayNode results = null;
    for (Message message : turns) {
      if (message.is("tool")) {
        results = results == null ? list.addObject().put("role", "user").putArray("content") : results;
        results.addObject().put("type", "tool_result").put("tool_use_id", message.toolCallId())
            .put("content", message.content());
        continue;
      }
      results = null;
      ObjectNode turn = list.addObject().put("role", message.role());
      if (message.toolCalls() == null) {
        turn.put("content", message.content());
      } else {
        calls(turn.putArray("content"), message, message.toolCalls());
      }
    }
  }

  private static void calls(ArrayNode blocks, Message message, String toolCalls) {
    if (!message.content().isEmpty()) {
      blocks.addObject().put("type", "text").put("text", message.content());
    }
    for (JsonNode call : Asked.json(toolCalls, "tool_calls of a message")) {
      JsonNode function = call.path("function");
      String arguments = function.path("arguments").asString("{}");
      blocks.addObject().put("type", "tool_use").put("id", call.path("id").asString(""))
          .put("name", function.path("name").asString("")).set("input",
              Asked.json(arguments.isBlank() ? "{}" : arguments, "the arguments of a tool call"));
    }
  }

  @Override
  public Way way(String canonical, boolean stream) {
    if (!stream) {
      return new Way("/messages", canonical);
    }
    ObjectNode body = (ObjectNode) Json.read(canonical);
    return new Way("/messages", Json.canonical(body.put("stream", true)));
  }

  @Override
  public Reply read(String body) {
    return AnthropicReply.read(body);
  }

  @Override
  public StreamAssembly assembly() {
    return new AnthropicAssembly();
  }

  @Override
  public @Nullable String modelPath() {
    return "/models/" + model;
  }

  @Override
  public OptionalInt window(JsonNode page) {
    JsonNode tokens = page.path("max_input_tokens");
    return tokens.isIntegralNumber() && tokens.canConvertToInt() && tokens.intValue() > 0
        ? OptionalInt.of(tokens.intValue())
        : OptionalInt.empty();
  }
}
