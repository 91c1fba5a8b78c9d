package dev.retort.teacher.llamacpp;

import dev.retort.UserError;
import dev.retort.row.Json;
import dev.retort.row.Message;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Telling;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.openai.OpenAi;
import dev.retort.teacher.openai.OpenAiEndpoint;
import dev.retort.teacher.structured.Instruction;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The way to a model in a child process, which is not started before the first call.
final class LlamaEndpoint implements Endpoint {
  private static final OpenAi.Server TAKEN = new OpenAi.Server(OpenAi.Tokenize.ALWAYS, OpenAi.ServedModel.MATCH,
      Map.of());

  private final LlamaCpp.Opened opened;
  private final ServerProcess process;
  private final LlamaQueue queue;
  private final OpenAiEndpoint server;

  LlamaEndpoint(String teacher, LlamaCpp.Opened opened, ServerProcess process, LlamaQueue queue) {
    this.opened = opened;
    this.process = process;
    this.queue = queue;
    this.server = new OpenAiEndpoint(
        new OpenAiEndpoint.Model(opened.identity(), opened.model(), Map.of(), TAKEN),
        new ModelServer(teacher, () -> process.address().resolve("/v1"), Headers.NONE));
  }

  @Override
  public String identity() {
    return server.identity();
  }

  @Override
  public String canonical(Request request) {
    return server.canonical(sent(request));
  }

  /// Sends the request, starting the child process when it is not running. The deadline counts from the model's taking
  /// the request: waiting for its turn or for the model to be loaded is no fault of the call.
  @Override
  public Response send(Request request, Duration deadline) throws InterruptedException {
    Request sent = sent(request);
    if (sent instanceof Request.Tokenize) {
      return post(sent, deadline);
    }
    queue.enter(deadline);
    try {
      return post(sent, deadline);
    } finally {
      queue.leave();
    }
  }

  private Response post(Request sent, Duration deadline) throws InterruptedException {
    process.start();
    String millis = Long.toString(Math.clamp(deadline.toMillis(), 1, 9_999_999));
    Response response = server.send(sent, Map.of(EmbeddedServer.DEADLINE_HEADER, millis), deadline);
    process.answered();
    return response;
  }

  /// The request as the server is asked it: a chat whose template Retort renders by itself becomes a completion.
  private Request sent(Request request) {
    return switch (request) {
      case Request.Chat chat -> {
        refuseWithoutTemplate();
        String template = opened.template();
        yield template == null
            ? chat
            : new Request.Completion(ChatTemplates.render(template, asked(chat)), sampling(chat, template));
      }
      case Request.Completion completion -> completion;
      case Request.Tokenize tokenize -> tokenize;
      case Request.Embed _ -> throw new CallFailed(Failure.BAD_REQUEST,
          "a llama_cpp teacher makes no embeddings here: use an `openai` teacher with an embedding server");
      case Request.Score _,Request.Reward _,Request.PromptLogprobs _ -> throw new CallFailed(Failure.BAD_REQUEST,
          "a llama_cpp teacher neither scores nor tells a prompt's log-probabilities here: use an `openai` teacher "
              + "with a server that does, such as vLLM");
    };
  }

  private static List<Message> asked(Request.Chat chat) {
    return chat.jsonSchema() != null && chat.told() == Telling.PROMPT
        ? Instruction.added(chat.messages(), chat.jsonSchema())
        : chat.messages();
  }

  /// A grammar, where the embedded engine can make one of the schema; a `llama-server` says itself whether it can.
  @Override
  public List<Telling> tellings(String jsonSchema) {
    if (!opened.embedded()) {
      return List.of(Telling.RESPONSE_FORMAT, Telling.PROMPT);
    }
    try {
      GrammarSchema.check(Json.read(jsonSchema));
      return List.of(Telling.RESPONSE_FORMAT);
    } catch (CompletionBody.Refused e) {
      return List.of(Telling.PROMPT);
    }
  }

  private static Sampling sampling(Request.Chat chat, String template) {
    Sampling own = chat.sampling();
    Set<String> stops = new LinkedHashSet<>(own.stop());
    stops.addAll(ChatTemplates.stops(template));
    Map<String, Object> extra = new TreeMap<>(own.extra());
    if (chat.jsonSchema() != null && chat.told() != Telling.PROMPT) {
      extra.put("json_schema", Json.asWritten(Json.read(chat.jsonSchema())));
    }
    return new Sampling(own.temperature(), own.topP(), own.maxTokens(), own.seed(), List.copyOf(stops), extra);
  }

  @Override
  public Reply read(Request request, String body) {
    return server.read(request, body);
  }

  @Override
  public OptionalInt window() {
    return OptionalInt.of(opened.window());
  }

  @Override
  public boolean tokenizes() {
    return server.tokenizes();
  }

  @Override
  public @Nullable String rendered(Request.Chat chat) {
    refuseWithoutTemplate();
    String template = opened.template();
    return template == null ? null : ChatTemplates.render(template, chat.messages());
  }

  private void refuseWithoutTemplate() {
    if (opened.chatProblem() != null) {
      throw new UserError(opened.chatProblem());
    }
  }

  /// The child process, for tests.
  ServerProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    server.close();
  }
}
