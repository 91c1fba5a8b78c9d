package dev.retort.teacher.llamacpp;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import dev.retort.row.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of a request to the embedded engine: what it can do is read, all else is refused by name.
///
/// @param body fields as received, each known to this engine
/// @param maxTokens longest answer; null for what the window holds
/// @param stop texts at which the answer ends
/// @param choices answers wanted
/// @param grammar GBNF the answer must follow, made from a JSON Schema; null for none
record CompletionBody(JsonNode body, @Nullable Integer maxTokens, List<String> stop, int choices,
    @Nullable String grammar) {

  private static final Set<String> NUMBERS = Set.of("temperature", "top_p", "top_k", "min_p", "frequency_penalty",
      "presence_penalty", "repeat_penalty", "seed", "n", "max_tokens", "max_completion_tokens");
  private static final Set<String> OTHERS = Set.of("model", "prompt", "messages", "stop", "response_format",
      "json_schema", "return_tokens");
  private static final Set<String> ONLY_FALSE = Set.of("stream", "echo", "logprobs", "cache_prompt");
  private static final int MAX_CHOICES = 128;

  /// Thrown for what this engine cannot do or does not understand: status 400.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  static CompletionBody of(JsonNode body) {
    if (!body.isObject()) {
      throw new Refused("found no JSON object in the body, wanted one");
    }
    for (String name : body.propertyNames()) {
      check(name, body.get(name));
    }
    Integer most = whole(body, "max_tokens");
    Integer mostToo = whole(body, "max_completion_tokens");
    Integer limit = most == null ? mostToo : most;
    if (limit != null && limit < 1) {
      throw new Refused("found max_tokens " + limit + ", wanted 1 or more");
    }
    Integer n = whole(body, "n");
    if (n != null && (n < 1 || n > MAX_CHOICES)) {
      throw new Refused("found n %d, wanted 1 to %d".formatted(n, MAX_CHOICES));
    }
    return new CompletionBody(body, limit, stops(body.get("stop")), n == null ? 1 : n, grammarOf(body));
  }

  private static void check(String name, JsonNode value) {
    boolean off = value.isNull() || value.isBoolean() && !value.booleanValue();
    if (ONLY_FALSE.contains(name)) {
      if (!off) {
        throw cannot(name);
      }
    } else if (NUMBERS.contains(name)) {
      if (!value.isNumber() && !value.isNull()) {
        throw new Refused("found %s %s, wanted a number".formatted(name, value));
      }
    } else if (!OTHERS.contains(name)) {
      throw cannot(name);
    }
  }

  private static Refused cannot(String name) {
    return new Refused("the embedded llama.cpp engine cannot do '%s'. Leave it out, or install llama-server and put it"
        .formatted(name) + " on the PATH or name it in `server:`");
  }

  private static @Nullable Integer whole(JsonNode body, String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.canConvertToInt() || !value.canConvertToExactIntegral()) {
      throw new Refused("found %s %s, wanted a whole number".formatted(name, value));
    }
    return value.intValue();
  }

  private static List<String> stops(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return List.of();
    }
    List<String> stops = new ArrayList<>();
    for (JsonNode stop : value.isArray() ? value : List.of(value)) {
      if (!stop.isString() || stop.stringValue().isEmpty()) {
        throw new Refused("found stop " + value + ", wanted a text or a list of texts, none empty");
      }
      stops.add(stop.stringValue());
    }
    return List.copyOf(stops);
  }

  private static @Nullable String grammarOf(JsonNode body) {
    JsonNode schema = body.get("json_schema");
    JsonNode format = body.get("response_format");
    if (format != null && !format.isNull()) {
      schema = switch (format.path("type").asString("")) {
        case "text" -> schema;
        case "json_schema" -> format.path("json_schema").get("schema");
        default -> throw cannot("response_format " + format.path("type"));
      };
    }
    if (schema == null || schema.isNull()) {
      return null;
    }
    GrammarSchema.check(schema);
    return LlamaModel.jsonSchemaToGrammar(schema.toString());
  }

  String prompt() {
    JsonNode prompt = body.get("prompt");
    if (prompt == null || !prompt.isString()) {
      throw new Refused("found no text `prompt`, wanted one (lists of prompts and token numbers are not taken)");
    }
    return prompt.stringValue();
  }

  /// The chat, whose messages the binding takes only as system text, then user and assistant turns.
  List<Message> messages() {
    JsonNode list = body.get("messages");
    if (list == null || !list.isArray() || list.isEmpty()) {
      throw new Refused("found no list `messages`, wanted one");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : list) {
      JsonNode role = message.path("role");
      JsonNode content = message.path("content");
      boolean known = role.asString("").equals("user") || role.asString("").equals("assistant")
          || role.asString("").equals("system") && messages.isEmpty();
      if (!known || !content.isString() || message.has("tool_calls")) {
        throw cannot("a message of role " + role + (content.isString() ? "" : " whose content is no text")
            + (messages.isEmpty() ? "" : " after the first message"));
      }
      messages.add(Message.of(role.stringValue(), content.stringValue()));
    }
    return messages;
  }

  /// The parameters of one of the answers. Seeds are folded to the 32 bits the engine has; answer k draws with seed + k.
  InferenceParameters parameters(int choice) {
    InferenceParameters parameters = new InferenceParameters(prompt()).setCachePrompt(false);
    JsonNode seed = body.get("seed");
    if (seed != null && seed.isNumber()) {
      parameters.setSeed(fold(seed.longValue() + choice));
    }
    number("temperature", parameters::setTemperature);
    number("top_p", parameters::setTopP);
    number("min_p", parameters::setMinP);
    number("frequency_penalty", parameters::setFrequencyPenalty);
    number("presence_penalty", parameters::setPresencePenalty);
    number("repeat_penalty", parameters::setRepeatPenalty);
    Integer topK = whole(body, "top_k");
    if (topK != null) {
      parameters.setTopK(topK);
    }
    if (grammar != null) {
      parameters.setGrammar(grammar);
    }
    return parameters;
  }

  /// -1 stands for "any seed" in the engine, so it is never given.
  static int fold(long seed) {
    int folded = Long.hashCode(seed);
    return folded == -1 ? 0x5EED : folded;
  }

  private void number(String name, java.util.function.Consumer<Float> set) {
    JsonNode value = body.get(name);
    if (value != null && value.isNumber()) {
      set.accept(value.floatValue());
    }
  }

  CompletionBody withPrompt(String prompt) {
    tools.jackson.databind.node.ObjectNode copy = (tools.jackson.databind.node.ObjectNode) body.deepCopy();
    copy.remove("messages");
    return new CompletionBody(copy.put("prompt", prompt), maxTokens, stop, choices, grammar);
  }
}
