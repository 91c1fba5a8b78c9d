package dev.retort.teacher.gemini;

import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.hosted.Asked;
import dev.retort.teacher.hosted.HostedFormat;
import dev.retort.teacher.http.StreamAssembly;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Chats as Gemini's `generateContent` writes them.
///
/// The system text stands apart, an assistant is called `model`, and the model's name stands in the path and not in the
/// body.
/// Source: ai.google.dev/api/generate-content (GenerationConfig), ai.google.dev/gemini-api/docs/structured-output,
/// ai.google.dev/gemini-api/docs/function-calling.
record GeminiFormat(String model, Map<String, Object> extraBody, Gemini.SchemaField schema) implements HostedFormat {
  static final Asked.Refused BODY = new Asked.Refused("gemini",
      Set.of("model", "contents", "systemInstruction", "system_instruction", "generationConfig", "generation_config"),
      Set.of("messages", "stream", "n", "seed"));
  static final Asked.Refused CONFIG = new Asked.Refused("gemini",
      Set.of("responseMimeType", "responseSchema", "responseJsonSchema", "maxOutputTokens", "stopSequences"),
      Set.of("n", "prompt_logprobs", "response_format", "min_p", "repetition_penalty", "top_logprobs"));

  @Override
  public String kind() {
    return BODY.kind();
  }

  /// The model's name is not in it; the endpoint's identity keeps two models apart.
  @Override
  public String canonical(Request.Chat chat) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    Asked.extra(body, extraBody);
    String system = Asked.system(chat);
    if (system != null) {
      body.putObject("systemInstruction").putArray("parts").addObject().put("text", system);
    }
    contents(body.putArray("contents"), Asked.turns(chat, kind()));
    ObjectNode config = config(chat.sampling());
    if (chat.jsonSchema() != null) {
      config.put("responseMimeType", "application/json").set(schema.field(),
          Asked.json(chat.jsonSchema(), "the JSON Schema asked for"));
    }
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    return Json.canonical(body);
  }

  private static ObjectNode config(Sampling sampling) {
    CONFIG.check(sampling);
    ObjectNode config = Json.MAPPER.createObjectNode();
    if (sampling.temperature() != null) {
      config.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      config.put("topP", sampling.topP());
    }
    if (sampling.seed() != null) {
      config.put("seed", sampling.seed());
    }
    if (!sampling.stop().isEmpty()) {
      config.set("stopSequences", Json.MAPPER.valueToTree(sampling.stop()));
    }
    Asked.extra(config, sampling.extra());
    if (sampling.maxTokens() != null) {
      config.put("maxOutputTokens", sampling.maxTokens());
    }
    return config;
  }

  private static void contents(ArrayNode contents, List<Message> turns) {
    Map<String, String> functions = new HashMap<>();
    ArrayNode results = null;
    for (Message message : turns) {
      if (message.is("tool")) {
        results = results == null ? contents.addObject().put("role", "user").putArray("parts") : results;
        String id = String.valueOf(message.toolCallId());
        ObjectNode response = results.addObject().putObject("functionResponse");
        response.put("name", functions.getOrDefault(id, id)).set("response", result(message.content()));
        continue;
      }
      results = null;
      ArrayNode parts = contents.addObject().put("role", message.is("assistant") ? "model" : message.role())
          .putArray("parts");
      if (message.toolCalls() == null || !message.content().isEmpty()) {
        parts.addObject().put("text", message.content());
      }
      if (message.toolCalls() != null) {
        calls(parts, message.toolCalls(), functions);
      }
    }
  }

  private static void calls(ArrayNode parts, String toolCalls, Map<String, String> functions) {
    for (JsonNode call : Asked.json(toolCalls, "tool_calls of a message")) {
      JsonNode function = call.path("function");
      String name = function.path("name").asString("");
      functions.put(call.path("id").asString(""), name);
      String arguments = function.path("arguments").asString("{}");
      parts.addObject().putObject("functionCall").put("name", name).set("args",
          Asked.json(arguments.isBlank() ? "{}" : arguments, "the arguments of a tool call"));
    }
  }

  /// An object, as this API wants one: the tool's own, or one around what it said.
  private static ObjectNode result(String content) {
    try {
      if (Json.read(content) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException _) {
      // no JSON: a plain text, which is put into an object
    }
    return Json.MAPPER.createObjectNode().put("result", content);
  }

  @Override
  public Way way(String canonical, boolean stream) {
    String path = modelPath() + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    return new Way(path, canonical);
  }

  @Override
  public Reply read(String body) {
    return GeminiReply.read(body);
  }

  @Override
  public StreamAssembly assembly() {
    return new GeminiAssembly();
  }

  @Override
  public String modelPath() {
    return "/models/" + (model.startsWith("models/") ? model.substring("models/".length()) : model);
  }

  @Override
  public OptionalInt window(JsonNode page) {
    JsonNode tokens = page.path("inputTokenLimit");
    return tokens.isIntegralNumber() && tokens.canConvertToInt() && tokens.intValue() > 0
        ? OptionalInt.of(tokens.intValue())
        : OptionalInt.empty();
  }
}
