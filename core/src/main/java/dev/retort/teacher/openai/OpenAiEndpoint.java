package dev.retort.teacher.openai;

import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Reply;
import dev.retort.teacher.Request;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Telling;
import dev.retort.teacher.http.Excerpt;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.ReplyJson;
import dev.retort.teacher.http.StreamAssembly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One model of an OpenAI-compatible server. Nothing is sent before the first call.
///
/// Each request carries `X-Retort-Call` and `X-Retort-Attempt`, by which the simulated fleet keeps equal requests of
/// different rows, and tries of one call, apart; other servers ignore them.
public final class OpenAiEndpoint implements Endpoint {
  private static final Duration QUICK = Duration.ofSeconds(10);

  private final Model model;
  private final Replicas servers;
  private final ExactPrompts exact = new ExactPrompts();
  private volatile @Nullable Around latest;

  /// What stood around the messages of the latest chat without a schema.
  private record Around(Sampling sampling, ChatBody body) {}

  /// What is asked for.
  /// @param identity the endpoint's
  /// @param name the model's, as the server knows it
  /// @param extraBody put into each chat and completion request
  /// @param server what is taken from the server
  public record Model(String identity, String name, Map<String, Object> extraBody, OpenAi.Server server) {}

  /// @param client closed with this
  public OpenAiEndpoint(Model model, ModelServer client) {
    this(model, new Replicas(List.of(client), System::nanoTime));
  }

  OpenAiEndpoint(Model model, Replicas servers) {
    this.model = model;
    this.servers = servers;
  }

  @Override
  public String identity() {
    return model.identity();
  }

  @Override
  public String canonical(Request request) {
    return request instanceof Request.Chat chat && chat.jsonSchema() == null
        ? around(chat).with(chat.messages())
        : OpenAiFormat.canonical(request, model.name(), model.extraBody(), model.server().api());
  }

  private ChatBody around(Request.Chat chat) {
    Around known = latest;
    if (known == null || !known.sampling().equals(chat.sampling())) {
      known = new Around(chat.sampling(),
          OpenAiFormat.around(chat, model.name(), model.extraBody(), model.server().api()));
      latest = known;
    }
    return known.body();
  }

  @Override
  public Response send(Request request, Duration deadline) throws InterruptedException {
    return send(request, Map.of(), deadline);
  }

  @Override
  public Response send(Request request, Try attempt, Duration deadline) throws InterruptedException {
    check(request, deadline);
    return post(request, attempt.canonical(),
        Map.of("X-Retort-Call", attempt.call(), "X-Retort-Attempt", Integer.toString(attempt.number())), deadline);
  }

  /// One call with further headers.
  public Response send(Request request, Map<String, String> headers, Duration deadline) throws InterruptedException {
    check(request, deadline);
    return post(request, headers, deadline);
  }

  private void check(Request request, Duration deadline) throws InterruptedException {
    if (request instanceof Request.Completion completion && completion.exact()) {
      exact.check(this, deadline);
    }
  }

  /// Sends the request as it is.
  Response post(Request request, Map<String, String> headers, Duration deadline) throws InterruptedException {
    return post(request, canonical(request), headers, deadline);
  }

  private Response post(Request request, String body, Map<String, String> headers, Duration deadline)
      throws InterruptedException {
    String path = OpenAiFormat.path(request, model.server().api());
    if (streams(request)) {
      String streamed = OpenAiFormat.streamed(body);
      return servers
          .call(server -> StreamAssembly.ask(server, path, streamed, headers, deadline, new ChunkAssembly()));
    }
    return servers.call(server -> OpenAiFormat.atRoot(request)
        ? server.postToRoot(path, body, headers, deadline)
        : server.post(path, body, headers, deadline));
  }

  private boolean streams(Request request) {
    return model.server().sending().stream() == OpenAi.Streaming.ALWAYS && switch (request) {
      case Request.Chat _,Request.Completion _ -> true;
      case Request.Embed _,Request.Tokenize _,Request.Score _,Request.Reward _,Request.PromptLogprobs _ -> false;
    };
  }

  @Override
  public Reply read(Request request, String body) {
    Reply reply = OpenAiFormat.read(request, body);
    boolean free = model.server().servedModel() == OpenAi.ServedModel.ANY || reply.servedModel().isEmpty();
    if (!free && !ReplyJson.sameModel(model.name(), reply.servedModel())) {
      throw new CallFailed(Failure.WRONG_MODEL,
          "asked for model '%s', answered by '%s'. Correct 'model', or set `server: {served_model: any}`."
              .formatted(model.name(), Excerpt.of(reply.servedModel())));
    }
    return reply;
  }

  @Override
  public List<Telling> tellings(String jsonSchema) {
    return model.server().structured().tellings();
  }

  /// What vLLM says of the model, else what llama.cpp says of its slot, else of the model's training.
  @Override
  public OptionalInt window() {
    try {
      JsonNode entry = entry(get(false, "/models"));
      for (String field : new String[]{"max_model_len", "context_length", "context_window"}) {
        if (positive(entry.path(field))) {
          return OptionalInt.of(entry.path(field).intValue());
        }
      }
      JsonNode props = get(true, "/props");
      JsonNode slot = props == null
          ? MissingNode.getInstance()
          : props.path("default_generation_settings").path("n_ctx");
      JsonNode trained = entry.path("meta").path("n_ctx_train");
      JsonNode best = positive(slot) ? slot : trained;
      return positive(best) ? OptionalInt.of(best.intValue()) : OptionalInt.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private @Nullable JsonNode get(boolean fromRoot, String path) throws InterruptedException {
    return servers.<@Nullable JsonNode>call(server -> server.get(fromRoot, path, QUICK));
  }

  private static boolean positive(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0;
  }

  private JsonNode entry(@Nullable JsonNode models) {
    JsonNode list = models == null ? MissingNode.getInstance() : models.path("data");
    return StreamSupport.stream(list.spliterator(), false)
        .filter(entry -> entry.path("id").isString() && entry.path("id").stringValue().equals(model.name())).findFirst()
        .orElse(list.size() == 1 ? list.get(0) : MissingNode.getInstance());
  }

  @Override
  public boolean tokenizes() {
    return switch (model.server().tokenize()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> tried();
    };
  }

  private boolean tried() {
    Request.Tokenize probe = new Request.Tokenize("a", false);
    try {
      read(probe, send(probe, QUICK).body());
      return true;
    } catch (CallFailed e) {
      return switch (e.failure()) {
        case BAD_REQUEST, MALFORMED_REPLY, CONTEXT_OVERFLOW, TRUNCATED, CONTENT_FILTER, REFUSAL, WRONG_MODEL,
            NOT_RECORDED, SCHEMA, BUDGET, BAD_ROW ->
          false;
        case RATE_LIMIT, OVERLOAD, TIMEOUT, CONNECTION, SERVER_ERROR, AUTH -> throw e;
      };
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// vLLM is known by fields that no other server puts into its answers.
  @Override
  public boolean offersMetrics(String answer) {
    return switch (model.server().sending().metrics()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> answer.contains("\"kv_transfer_params\"") || answer.contains("\"prompt_logprobs\"");
    };
  }

  @Override
  public @Nullable String metrics(Duration deadline) throws InterruptedException {
    return servers.call(server -> server.text("/metrics", deadline));
  }

  private static CallFailed interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CallFailed(Failure.TIMEOUT, "interrupted", null, e);
  }

  @Override
  public void close() {
    servers.close();
  }
}
