package dev.retort.teacher.openai;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests and replies as OpenAI-compatible servers write them.
public final class OpenAiFormat {
  /// Fields that the request itself decides.
  static final Set<String> OURS = Set.of("model", "messages", "prompt", "input", "stream", "response_format");

  private OpenAiFormat() {}

  /// The request's body in canonical JSON, which is also what is sent.
  ///
  /// Fields of `extra` come first, those of the request's own sampling replace them. `max_tokens` is left out where one
  /// of them says `max_completion_tokens`, the name some servers insist on.
  public static String canonical(Request request, String model, Map<String, Object> extra) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("model", model);
    switch (request) {
      case Request.Chat chat -> {
        body.set("messages", messages(SchemaFields.messages(chat)));
        sampling(body, extra, chat.sampling());
        if (chat.jsonSchema() != null) {
          SchemaFields.put(body, chat, json(chat.jsonSchema(), "the JSON Schema asked for"));
        }
      }
      case Request.Completion completion -> {
        body.put("prompt", completion.prompt());
        sampling(body, extra, completion.sampling());
      }
      case Request.Embed embed -> {
        ArrayNode input = body.putArray("input");
        embed.texts().forEach(input::add);
      }
      case Request.Tokenize tokenize -> tokenize(body, tokenize);
    }
    return Json.canonical(body);
  }

  /// Reads a response's body: of a chat, a completion, an embedding or a tokenization, whichever it is.
  ///
  /// A tokenization's count is the prompt tokens of the usage. Where the server tells no usage the completion tokens are
  /// estimated from the texts, and the prompt tokens are 0 for want of the prompt.
  /// @throws CallFailed of class MALFORMED_REPLY or CONTENT_FILTER
  public static Reply read(String body) {
    return ReplyReader.read(body, false);
  }

  /// The same, where the request is at hand: the reply must be of its kind, and prompt tokens can be estimated. A chat
  /// may have been sent as a completion, rendered by us; its reasoning is taken apart all the same.
  public static Reply read(Request request, String body) {
    Reply reply = ReplyReader.read(body, request instanceof Request.Chat);
    switch (request) {
      case Request.Chat _,Request.Completion _ -> wanted(!reply.choices().isEmpty(), "no choices");
      case Request.Embed embed -> wanted(reply.vectors().size() == embed.texts().size(),
          "%d vectors for %d texts".formatted(reply.vectors().size(), embed.texts().size()));
      case Request.Tokenize _ -> wanted(reply.choices().isEmpty() && reply.vectors().isEmpty(), "no tokens");
    }
    Reply.Usage usage = reply.usage();
    if (!usage.estimated()) {
      return reply;
    }
    Reply.Usage estimated = new Reply.Usage(promptTokens(request), usage.completionTokens(), true);
    return new Reply(reply.choices(), estimated, reply.servedModel(), reply.simulated(), reply.vectors());
  }

  private static void wanted(boolean holds, String found) {
    if (!holds) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "the reply has " + found);
    }
  }

  private static int promptTokens(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat.messages().stream().mapToInt(m -> estimate(m.content()) + 4).sum();
      case Request.Completion completion -> estimate(completion.prompt());
      case Request.Embed embed -> embed.texts().stream().mapToInt(OpenAiFormat::estimate).sum();
      case Request.Tokenize tokenize -> estimate(tokenize.text());
    };
  }

  /// Tokens of a text, for want of a tokenizer: a third of its code points.
  static int estimate(String text) {
    return Math.ceilDiv(text.codePointCount(0, text.length()), 3);
  }

  /// The path of a request below the base URL; a tokenization goes to the server's root instead.
  static String path(Request request) {
    return switch (request) {
      case Request.Chat _ -> "/chat/completions";
      case Request.Completion _ -> "/completions";
      case Request.Embed _ -> "/embeddings";
      case Request.Tokenize _ -> "/tokenize";
    };
  }

  private static ArrayNode messages(List<Message> messages) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (Message message : messages) {
      ObjectNode node = array.addObject();
      node.put("role", message.role());
      if (message.toolCalls() != null) {
        node.set("tool_calls", json(message.toolCalls(), "tool_calls of a message"));
      }
      if (message.toolCalls() != null && message.content().isEmpty()) {
        node.putNull("content");
      } else {
        node.put("content", message.content());
      }
      if (message.toolCallId() != null) {
        node.put("tool_call_id", message.toolCallId());
      }
    }
    return array;
  }

  private static void sampling(ObjectNode body, Map<String, Object> extra, Sampling sampling) {
    extra(body, extra);
    if (sampling.temperature() != null) {
      body.put("temperature", sampling.temperature());
    }
    if (sampling.topP() != null) {
      body.put("top_p", sampling.topP());
    }
    if (sampling.seed() != null) {
      body.put("seed", sampling.seed());
    }
    if (!sampling.stop().isEmpty()) {
      body.set("stop", Json.MAPPER.valueToTree(sampling.stop()));
    }
    extra(body, sampling.extra());
    if (sampling.maxTokens() != null && !body.has("max_completion_tokens")) {
      body.put("max_tokens", sampling.maxTokens());
    }
  }

  private static void extra(ObjectNode body, Map<String, Object> extra) {
    extra.forEach((name, value) -> {
      if (OURS.contains(name)) {
        throw new UserError("sampling.extra: '%s' cannot be set, the request decides it. Remove it.".formatted(name));
      }
      body.set(name, value instanceof JsonNode node ? node : Json.MAPPER.valueToTree(value));
    });
  }

  /// Both vLLM's names and llama.cpp's: each server ignores those of the other.
  private static void tokenize(ObjectNode body, Request.Tokenize tokenize) {
    body.put("prompt", tokenize.text()).put("add_special_tokens", tokenize.addSpecial());
    body.put("content", tokenize.text()).put("add_special", tokenize.addSpecial());
  }

  private static JsonNode json(String text, String what) {
    try {
      return Json.read(text);
    } catch (JacksonException e) {
      throw new CallFailed(Failure.BAD_ROW, what + " is not JSON: " + e.getOriginalMessage());
    }
  }
}
