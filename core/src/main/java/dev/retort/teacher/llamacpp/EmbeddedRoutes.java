package dev.retort.teacher.llamacpp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.retort.row.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers the requests of an OpenAI-compatible client with the embedded model.
final class EmbeddedRoutes implements HttpHandler {

  private static final int MAX_BODY_BYTES = 32 << 20;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final EmbeddedModel model;
  private final String name;
  private final int trained;
  private final ExecutorService workers;

  /// @param workers as many threads as the model answers requests at once
  EmbeddedRoutes(EmbeddedModel model, String name, int trained, ExecutorService workers) {
    this.model = model;
    this.name = name;
    this.trained = trained;
    this.workers = workers;
  }

  /// A status and its body.
  private record Result(int status, ObjectNode body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Result result = result(exchange);
      byte[] bytes = result.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(result.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Result result(HttpExchange exchange) throws IOException {
    String route = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      return error(413, "invalid_request_error", "the body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      return switch (route) {
        case "GET /health" -> new Result(200, object().put("status", "ok"));
        case "GET /v1/models" -> new Result(200, models());
        case "GET /props" -> new Result(200, props());
        case "POST /tokenize" -> new Result(200, tokenize(body(bytes)));
        case "POST /v1/completions" -> complete(body(bytes), false, deadline(exchange));
        case "POST /v1/chat/completions" -> complete(body(bytes), true, deadline(exchange));
        default -> error(404, "not_found_error", "the embedded llama.cpp engine cannot do '" + route
            + "'. Install llama-server and put it on the PATH or name it in `server:`");
      };
    } catch (CompletionBody.Refused e) {
      return error(400, "invalid_request_error", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return error(500, "server_error", String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode body(byte[] bytes) {
    try {
      return Json.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new CompletionBody.Refused("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private ObjectNode models() {
    ObjectNode entry = object().put("id", name).put("object", "model").put("owned_by", "retort");
    entry.putObject("meta").put("n_ctx_train", trained).put("n_ctx", model.window());
    ObjectNode list = object().put("object", "list");
    list.putArray("data").add(entry);
    return list;
  }

  private ObjectNode props() {
    ObjectNode props = object().put("model_alias", name).put("has_chat_template", model.hasChatTemplate());
    props.putObject("default_generation_settings").put("n_ctx", model.window());
    return props;
  }

  private ObjectNode tokenize(JsonNode body) {
    JsonNode content = body.path("content");
    if (!content.isString()) {
      throw new CompletionBody.Refused("found no text `content`, wanted one");
    }
    ArrayNode tokens = Json.MAPPER.createArrayNode();
    Integer bos = body.path("add_special").asBoolean(false) ? model.bosToken() : null;
    if (bos != null) {
      tokens.add(bos);
    }
    for (int token : model.encode(content.stringValue())) {
      tokens.add(token);
    }
    return object().set("tokens", tokens);
  }

  private Result complete(JsonNode body, boolean chat, Duration deadline) {
    CompletionBody ask = CompletionBody.of(body);
    if (chat) {
      if (!model.hasChatTemplate()) {
        throw new CompletionBody.Refused("the model file has no chat template: name a `chat_template`");
      }
      ask = ask.withPrompt(model.render(ask.messages()));
    }
    int promptTokens = model.countPrompt(ask.prompt());
    if (promptTokens >= model.window()) {
      Result error = error(400, "exceed_context_size_error",
          "the request exceeds the available context size, try increasing it");
      ((ObjectNode) error.body().get("error")).put("n_prompt_tokens", promptTokens).put("n_ctx", model.window());
      return error;
    }
    return within(deadline, ask, chat, promptTokens);
  }

  /// Generates on a worker and gives the work up when the deadline passes.
  private Result within(Duration deadline, CompletionBody ask, boolean chat, int promptTokens) {
    AtomicBoolean ended = new AtomicBoolean();
    Future<ObjectNode> work = workers.submit(() -> answer(ask, chat, promptTokens, ended));
    try {
      return new Result(200, work.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return error(504, "timeout_error", "no whole answer within " + deadline);
    } catch (ExecutionException e) {
      return error(500, "server_error", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(503, "unavailable_error", "the engine is stopping");
    } finally {
      ended.set(true);
      work.cancel(false);
    }
  }

  private ObjectNode answer(CompletionBody ask, boolean chat, int promptTokens, AtomicBoolean ended) {
    ObjectNode reply = object().put("object", chat ? "chat.completion" : "text_completion").put("model", name);
    ArrayNode choices = reply.putArray("choices");
    int written = 0;
    for (int i = 0; i < ask.choices() && !ended.get(); i++) {
      EmbeddedModel.Answer answer = model.generate(ask, i, promptTokens, ended::get);
      written += answer.completionTokens();
      ObjectNode choice = choices.addObject().put("index", i).put("finish_reason", answer.finishReason());
      if (chat) {
        choice.putObject("message").put("role", "assistant").put("content", answer.text());
      } else {
        choice.put("text", answer.text());
      }
      int[] tokens = ask.body().path("return_tokens").asBoolean(false)
          ? model.answerTokens(ask.prompt(), answer.text())
          : null;
      if (tokens != null) {
        ArrayNode list = choice.putArray("tokens");
        for (int token : tokens) {
          list.add(token);
        }
      }
    }
    reply.putObject("usage").put("prompt_tokens", promptTokens).put("completion_tokens", written).put("total_tokens",
        promptTokens + written);
    return reply;
  }

  /// How long the caller waits, which keeps an answer nobody waits for from holding the model.
  private static Duration deadline(HttpExchange exchange) {
    String millis = exchange.getRequestHeaders().getFirst(EmbeddedServer.DEADLINE_HEADER);
    return millis == null || !millis.matches("[1-9][0-9]{0,6}") ? LONGEST : Duration.ofMillis(Long.parseLong(millis));
  }

  private static Result error(int status, String type, @Nullable String message) {
    ObjectNode body = object();
    body.putObject("error").put("code", status).put("message", message).put("type", type);
    return new Result(status, body);
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }
}
