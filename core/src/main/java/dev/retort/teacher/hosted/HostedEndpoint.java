package dev.retort.teacher.hosted;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Estimate;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.StreamAssembly;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// One model behind a company's chat API. Nothing is sent before the first call.
public final class HostedEndpoint implements Endpoint {
  private static final Duration QUICK = Duration.ofSeconds(10);

  private final Model model;
  private final HostedFormat format;
  private final ModelServer server;

  /// What is asked for.
  /// @param identity the endpoint's
  /// @param name the model's
  /// @param anyModel whether answers of other models are taken
  /// @param stream whether answers are taken token by token
  public record Model(String identity, String name, boolean anyModel, boolean stream) {}

  /// @param server closed with this
  public HostedEndpoint(Model model, HostedFormat format, ModelServer server) {
    this.model = model;
    this.format = format;
    this.server = server;
  }

  @Override
  public String identity() {
    return model.identity();
  }

  @Override
  public String canonical(Request request) {
    return format.canonical(chat(request));
  }

  private Request.Chat chat(Request request) {
    return switch (request) {
      case Request.Chat chat -> chat;
      case Request.Completion _,Request.Tokenize _,Request.Embed _,Request.Score _,Request.Reward _,Request.PromptLogprobs _ ->
        throw new CallFailed(Failure.BAD_REQUEST,
            "a teacher of kind '%s' answers chats only. Use an `openai` teacher for this step."
                .formatted(format.kind()));
    };
  }

  @Override
  public Response send(Request request, Duration deadline) throws InterruptedException {
    HostedFormat.Way way = format.way(canonical(request), model.stream());
    return model.stream()
        ? StreamAssembly.ask(server, way.path(), way.body(), Map.of(), deadline, format.assembly())
        : server.post(way.path(), way.body(), Map.of(), deadline);
  }

  @Override
  public Reply read(Request request, String body) {
    Reply reply = format.read(body);
    if (!model.anyModel() && !reply.servedModel().isEmpty()
        && !ReplyJson.sameModel(model.name(), reply.servedModel())) {
      throw new CallFailed(Failure.WRONG_MODEL,
          "asked for model '%s', answered by '%s'. Correct 'model', or set `server: {served_model: any}`."
              .formatted(model.name(), Excerpt.of(reply.servedModel())));
    }
    Reply.Usage usage = reply.usage();
    return usage.estimated()
        ? reply.with(new Reply.Usage(Estimate.prompt(request), usage.completionTokens(), true))
        : reply;
  }

  @Override
  public OptionalInt window() {
    String path = format.modelPath();
    if (path == null) {
      return OptionalInt.empty();
    }
    try {
      JsonNode page = server.get(false, path, QUICK);
      return page == null ? OptionalInt.empty() : format.window(page);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(Failure.TIMEOUT, "interrupted", null, e);
    }
  }

  @Override
  public boolean tokenizes() {
    return false;
  }

  @Override
  public void close() {
    server.close();
  }
}
