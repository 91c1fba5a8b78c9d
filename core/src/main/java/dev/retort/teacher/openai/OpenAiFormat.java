package dev.retort.teacher.openai;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Estimate;
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
///
/// Source: platform.openai.com/docs/api-reference and docs.vllm.ai/en/latest/serving/openai_compatible_server.html
/// (`/tokenize`, `/rerank`, `/score`, `/pooling`, `/classify`, `prompt_logprobs`, `add_special_tokens`).
public final class OpenAiFormat {
  /// Fields that the request itself decides.
  static final Set<String> OURS = Set.of("model", "messages", "prompt", "input", "stream", "stream_options",
      "response_format");

  private OpenAiFormat() {}

  /// The request's body in canonical JSON, which is also what is sent.
  ///
  /// Fields of `extra` come first, those of the request's own sampling replace them. `max_tokens` is left out where one
  /// of them says `max_completion_tokens`, the name some servers insist on.
  public static String canonical(Request request, String model, Map<String, Object> extra) {
    return canonical(request, model, extra, OpenAi.Api.DEFAULT);
  }

  /// The same, for a server that is spoken to in its own way.
  static String canonical(Request request, String model, Map<String, Object> extra, OpenAi.Api api) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
    switch (request) {
      case Request.Chat chat -> {
        return around(chat, model, extra, api).with(SchemaFields.messages(chat));
      }
      case Request.Reward reward -> {
        return ChatBody.of(body).with(reward.messages());
      }
      case Request.Completion completion -> {
        body.put("prompt", completion.prompt());
        sampling(body, extra, completion.sampling());
        if (completion.exact()) {
          body.put("add_special_tokens", false);
        }
      }
      case Request.Embed embed -> {
        ArrayNode input = body.putArray("input");
        embed.texts().forEach(input::add);
        if (embed.dimensions() != null) {
          body.put("dimensions", embed.dimensions());
        }
      }
      case Request.Tokenize tokenize -> tokenize(body, tokenize);
      case Request.Score score -> score(body, score, api.score());
      case Request.PromptLogprobs prompt -> promptLogprobs(body, prompt, api.promptLogprobs());
    }
    return Json.canonical(body);
  }

  /// All of a chat's body but its messages.
  static ChatBody around(Request.Chat chat, String model, Map<String, Object> extra, OpenAi.Api api) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
    sampling(body, extra, chat.sampling());
    if (api.tokenLimit() == OpenAi.TokenLimit.MAX_COMPLETION_TOKENS && body.has("max_tokens")) {
      body.set("max_completion_tokens", body.remove("max_tokens"));
    }
    if (chat.jsonSchema() != null) {
      SchemaFields.put(body, chat, json(chat.jsonSchema(), "the JSON Schema asked for"));
    }
    return ChatBody.of(body);
  }

  private static void score(ObjectNode body, Request.Score score, OpenAi.Scoring path) {
    boolean rerank = path == OpenAi.Scoring.RERANK;
    body.put(rerank ? "query" : "text_1", score.query());
    ArrayNode documents = body.putArray(rerank ? "documents" : "text_2");
    score.documents().forEach(documents::add);
  }

  /// One token is drawn besides, since servers refuse to draw none.
  private static void promptLogprobs(ObjectNode body, Request.PromptLogprobs prompt, OpenAi.PromptLogprobs way) {
    body.put("prompt", prompt.text()).put("max_tokens", 1).put("temperature", 0);
    switch (way) {
      case PROMPT_LOGPROBS -> body.put("prompt_logprobs", prompt.top());
      case ECHO -> body.put("echo", true).put("logprobs", prompt.top());
    }
  }

  /// Reads a response's body: of a chat, a completion, an embedding or a tokenization, whichever it is.
  ///
  /// A tokenization's count is the prompt tokens of the usage. Where the server tells no usage the completion tokens are
  /// estimated from the texts, and the prompt tokens are 0 for want of the prompt.
  /// @throws CallFailed of class MALFORMED_REPLY, CONTENT_FILTER or REFUSAL, or of the class of the error it holds
  public static Reply read(String body) {
    return ReplyReader.read(body, false);
  }

  /// The same, where the request is at hand: the reply must be of its kind, and prompt tokens can be estimated. A chat
  /// may have been sent as a completion, rendered by us; its reasoning is taken apart all the same.
  public static Reply read(Request request, String body) {
    Reply reply = switch (request) {
      case Request.Chat _ -> choices(ReplyReader.read(body, true));
      case Request.Completion _ -> choices(ReplyReader.read(body, false));
      case Request.PromptLogprobs prompt -> PromptLogprobsReader.read(body, prompt.top());
      case Request.Reward _ -> RewardReader.read(body);
      case Request.Score score -> ScoreReader.read(body, score.documents().size());
      case Request.Embed embed -> {
        Reply vectors = ReplyReader.read(body, false);
        wanted(vectors.vectors().size() == embed.texts().size(),
            "%d vectors for %d texts".formatted(vectors.vectors().size(), embed.texts().size()));
        yield vectors;
      }
      case Request.Tokenize _ -> {
        Reply tokens = ReplyReader.read(body, false);
        wanted(tokens.choices().isEmpty() && tokens.vectors().isEmpty(), "no tokens");
        yield tokens;
      }
    };
    Reply.Usage usage = reply.usage();
    return usage.estimated()
        ? reply.with(new Reply.Usage(Estimate.prompt(request), usage.completionTokens(), true, usage.detail()))
        : reply;
  }

  private static Reply choices(Reply reply) {
    wanted(!reply.choices().isEmpty(), "no choices");
    return reply;
  }

  private static void wanted(boolean holds, String found) {
    if (!holds) {
      throw new CallFailed(Failure.MALFORMED_REPLY, "the reply has " + found);
    }
  }

  /// The body that asks for the same answer as a stream, with the usage at its end. The rest stays as it is written,
  /// since models heed the order of a schema.
  static String streamed(String canonical) {
    return "{\"stream\":true,\"stream_options\":{\"include_usage\":true}," + canonical.substring(1);
  }

  /// The path of a request below the base URL, or below the server's root.
  static String path(Request request, OpenAi.Api api) {
    String path = switch (request) {
      case Request.Chat _ -> "/chat/completions";
      case Request.Completion _,Request.PromptLogprobs _ -> "/completions";
      case Request.Embed _ -> "/embeddings";
      case Request.Tokenize _ -> "/tokenize";
      case Request.Score _ -> api.score() == OpenAi.Scoring.RERANK ? "/rerank" : "/score";
      case Request.Reward _ -> api.reward() == OpenAi.Rewarding.POOLING ? "/pooling" : "/classify";
    };
    return api.azureVersion() == null ? path : path + "?api-version=" + api.azureVersion();
  }

  /// Whether a request goes to the server's root, as those do that OpenAI does not know.
  static boolean atRoot(Request request) {
    return switch (request) {
      case Request.Tokenize _,Request.Reward _ -> true;
      case Request.Chat _,Request.Completion _,Request.PromptLogprobs _,Request.Embed _,Request.Score _ -> false;
    };
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

  static JsonNode json(String text, String what) {
    try {
      return Json.read(text);
    } catch (JacksonException e) {
      throw new CallFailed(Failure.BAD_ROW, what + " is not JSON: " + e.getOriginalMessage());
    }
  }
}
