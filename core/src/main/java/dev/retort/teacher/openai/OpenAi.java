package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.Telling;
import dev.retort.teacher.batch.Batch;
import dev.retort.teacher.batch.BatchedEndpoint;
import dev.retort.teacher.http.BaseUrl;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import dev.retort.teacher.http.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model behind any OpenAI-compatible server: vLLM, SGLang, llama-server, Ollama, TGI, OpenAI, Azure and others.
///
/// @param baseUrl where the server is, with its path, `/v1` as a rule
/// @param model its name there
/// @param apiKey sent as a bearer token; write it as `${NAME_OF_AN_ENVIRONMENT_VARIABLE}`
/// @param headers sent with each request; one that holds a key goes under `server: {secret_headers: ...}`
/// @param extraBody fields put into each chat and completion request (`n`, `top_k`, `chat_template_kwargs`, ...)
/// @param server what is taken from this server
@TeacherKind("openai")
public record OpenAi(String baseUrl, String model, @Nullable Secret apiKey, @Default("{}") Map<String, String> headers,
    @Default("{}") Map<String, Object> extraBody, @Default("{}") Server server) implements Backend {

  /// What is taken from a server.
  /// @param tokenize whether its `/tokenize` counts tokens; `auto` tries it once
  /// @param servedModel whether answers of another model than the one asked are refused. `match` takes names where one
  /// begins with the other as equal (`gpt-4o` and `gpt-4o-2024-08-06`), the part before a slash left out
  /// @param secretHeaders headers that hold a key or a token, each written as `${NAME_OF_AN_ENVIRONMENT_VARIABLE}`
  /// @param structured how it is told the JSON Schema of an answer; `auto` tries `response_format`, `json_object` and
  /// `prompt` in turn until one is not refused
  /// @param api how the server is spoken to, where servers differ
  /// @param sending how calls go to it
  public record Server(@Default("auto") Tokenize tokenize, @Default("match") ServedModel servedModel,
      @Default("{}") Map<String, Secret> secretHeaders, @Default("auto") Structured structured,
      @Default("{}") Api api, @Inline Sending sending) {
    public static final Server DEFAULT = new Server(Tokenize.AUTO, ServedModel.MATCH, Map.of());

    public Server {
      secretHeaders = Map.copyOf(secretHeaders);
    }

    /// All else as by default.
    public Server(Tokenize tokenize, ServedModel servedModel, Map<String, Secret> secretHeaders) {
      this(tokenize, servedModel, secretHeaders, Structured.AUTO, Api.DEFAULT, Sending.DEFAULT);
    }
  }

  /// How calls go to a server.
  /// @param stream `always` takes chats and completions token by token, so that the time to the first token is known.
  /// The ledger keeps one whole answer either way, and the same calls are the same calls
  /// @param batch gathers chats and completions into batches, which the server answers within a day for less; absent,
  /// each call is sent by itself
  /// @param metrics whether the server's `/metrics` is read every 10 s for the runtime sheet; `auto` does so where its
  /// answers look like vLLM's
  /// @param connection how it is reached, where it is not reached straight
  public record Sending(@Default("never") Streaming stream, @Nullable Batch batch, @Default("auto") Metrics metrics,
      @Default("{}") Connection connection) {
    public static final Sending DEFAULT = new Sending(Streaming.NEVER, null, Metrics.AUTO, Connection.STRAIGHT);

    public Sending {
      if (batch != null && !connection.equals(Connection.STRAIGHT)) {
        throw new IllegalArgumentException(
            "batch: the files of a batch are moved straight, without a proxy or certificates of your own. "
                + "Leave 'batch' or 'connection' out.");
      }
    }

    /// With answers taken that way.
    public Sending with(Streaming other) {
      return new Sending(other, batch, metrics, connection);
    }
  }

  /// Where servers differ.
  /// @param replicas further base URLs behind which the same model is served. A call goes to the one with the fewest in
  /// flight; one that fails again and again is left alone for a while. They are no part of a call's identity, so adding
  /// or removing one asks nothing anew
  /// @param azureVersion Azure's `api-version`, such as `2024-10-21`; it is put into the query, and the key is sent as
  /// `api-key`. `base_url` is then `https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT`
  /// @param tokenLimit the field `max_tokens` is sent as; `auto` is `max_completion_tokens` at `api.openai.com` only
  /// @param score the path that scores documents: `/rerank` (vLLM, llama-server, Jina, Cohere) or `/score` (vLLM)
  /// @param reward the path that scores chats: vLLM's `/pooling` for a reward model or `/classify` for a classifier
  /// @param promptLogprobs how a prompt's log-probabilities are asked for: with vLLM's own field, or `echo` (SGLang)
  public record Api(@Default("[]") List<String> replicas, @Nullable String azureVersion,
      @Default("auto") TokenLimit tokenLimit, @Default("rerank") Scoring score, @Default("pooling") Rewarding reward,
      @Default("prompt_logprobs") PromptLogprobs promptLogprobs) {
    public static final Api DEFAULT = new Api(List.of(), null, TokenLimit.AUTO, Scoring.RERANK, Rewarding.POOLING,
        PromptLogprobs.PROMPT_LOGPROBS);

    public Api {
      replicas = List.copyOf(replicas);
      replicas.forEach(OpenAi::address);
      if (azureVersion != null && !azureVersion.matches("[A-Za-z0-9.-]{1,40}")) {
        throw new IllegalArgumentException("azure_version must look like 2024-10-21");
      }
    }
  }

  /// Whether a server is asked for figures about itself.
  public enum Metrics {
    AUTO, ALWAYS, NEVER
  }

  /// Whether a server is asked to count tokens.
  public enum Tokenize {
    AUTO, ALWAYS, NEVER
  }

  /// Which models may answer.
  public enum ServedModel {
    MATCH, ANY
  }

  /// Whether answers are taken token by token.
  public enum Streaming {
    NEVER, ALWAYS
  }

  /// The field that says how long an answer may be.
  public enum TokenLimit {
    AUTO, MAX_TOKENS, MAX_COMPLETION_TOKENS
  }

  /// The path that scores documents.
  public enum Scoring {
    RERANK, SCORE
  }

  /// The path that scores chats.
  public enum Rewarding {
    POOLING, CLASSIFY
  }

  /// How a prompt's log-probabilities are asked for.
  public enum PromptLogprobs {
    PROMPT_LOGPROBS, ECHO
  }

  /// How a server is told a JSON Schema: [Telling], or several tried in turn.
  public enum Structured {
    AUTO, RESPONSE_FORMAT, JSON_OBJECT, GUIDED_JSON, STRUCTURED_OUTPUTS, GRAMMAR, PROMPT;

    List<Telling> tellings() {
      return switch (this) {
        case AUTO -> List.of(Telling.RESPONSE_FORMAT, Telling.JSON_OBJECT, Telling.PROMPT);
        case RESPONSE_FORMAT -> List.of(Telling.RESPONSE_FORMAT);
        case JSON_OBJECT -> List.of(Telling.JSON_OBJECT);
        case GUIDED_JSON -> List.of(Telling.GUIDED_JSON);
        case STRUCTURED_OUTPUTS -> List.of(Telling.STRUCTURED_OUTPUTS);
        case GRAMMAR -> List.of(Telling.GRAMMAR);
        case PROMPT -> List.of(Telling.PROMPT);
      };
    }
  }

  public OpenAi {
    URI address = address(baseUrl);
    if (model.isBlank() || model.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("model is empty or has a line break. Name one of BASE_URL/models.");
    }
    if (server.api().azureVersion() != null && !address.getPath().contains("/deployments/")) {
      throw new IllegalArgumentException("base_url names no deployment, which api: {azure_version: ...} needs. "
          + "Write it as https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT.");
    }
    if (server.sending().batch() != null && server.api().azureVersion() != null) {
      throw new IllegalArgumentException("batch: Azure's batches have addresses of their own, which are not spoken. "
          + "Leave 'batch' out.");
    }
    sent(headers, server, apiKey);
    for (String name : extraBody.keySet()) {
      if (OpenAiFormat.OURS.contains(name)) {
        throw new IllegalArgumentException("extra_body: '%s' cannot be set, the request decides it.".formatted(name));
      }
    }
    headers = Map.copyOf(headers);
    extraBody = Map.copyOf(extraBody);
  }

  private static Headers sent(Map<String, String> headers, Server server, @Nullable Secret key) {
    return key != null && server.api().azureVersion() != null
        ? Headers.named("api-key", headers, server.secretHeaders(), key)
        : Headers.bearer(headers, server.secretHeaders(), key);
  }

  @Override
  public List<String> cannot(Sampling sampling) {
    return sampling.extra().keySet().stream().filter(OpenAiFormat.OURS::contains).sorted()
        .map("sampling.extra: '%s' cannot be set, the request decides it. Remove it."::formatted).toList();
  }

  @Override
  public List<String> problems(Path base) {
    return server.sending().connection().problems(base);
  }

  @Override
  public Endpoint open(Opening opening) {
    Headers sent = sent(headers, server, apiKey);
    Transport transport = server.sending().connection().transport(opening.base());
    List<ModelServer> clients = Stream.concat(Stream.of(baseUrl), server.api().replicas().stream())
        .map(OpenAi::address).distinct().map(base -> new ModelServer(opening.name(), () -> base, sent, transport))
        .toList();
    Endpoint direct = new OpenAiEndpoint(new OpenAiEndpoint.Model(identity(), model, extraBody, effective()),
        new Replicas(clients, System::nanoTime));
    Batch batch = server.sending().batch();
    return batch == null
        ? direct
        : BatchedEndpoint.over(direct,
            new OpenAiBatches(new ModelServer(opening.name(), () -> address(baseUrl), sent)), batch, opening);
  }

  @Override
  public double priceFactor() {
    Batch batch = server.sending().batch();
    return batch == null ? 1 : batch.priceFactor();
  }

  @Override
  public @Nullable Duration batched() {
    Batch batch = server.sending().batch();
    return batch == null ? null : batch.deadline();
  }

  /// A batch is answered some time within a day, which says nothing of the model's speed.
  @Override
  public boolean live() {
    return server.sending().batch() == null;
  }

  /// The server with what the address tells of it.
  private Server effective() {
    Api api = server.api();
    boolean openAi = "api.openai.com".equals(address(baseUrl).getHost());
    TokenLimit limit = api.tokenLimit() != TokenLimit.AUTO
        ? api.tokenLimit()
        : openAi ? TokenLimit.MAX_COMPLETION_TOKENS : TokenLimit.MAX_TOKENS;
    Api told = new Api(api.replicas(), api.azureVersion(), limit, api.score(), api.reward(), api.promptLogprobs());
    return new Server(server.tokenize(), server.servedModel(), server.secretHeaders(), server.structured(), told,
        server.sending());
  }

  @Override
  public boolean streams() {
    return server.sending().stream() == Streaming.ALWAYS && server.sending().batch() == null;
  }

  @Override
  public String endpointKey(String name) {
    return "%s %s%s".formatted(address(baseUrl), model, server.sending().batch() == null ? "" : " in batches");
  }

  /// Kind, address, model and what is sent with each request. Secrets are left out, so a new key asks nothing anew.
  String identity() {
    TreeMap<String, Object> shown = new TreeMap<>();
    headers.forEach((name, value) -> shown.put(name.toLowerCase(Locale.ROOT), value));
    String version = server.api().azureVersion();
    return "openai %s %s %s %s".formatted(address(baseUrl) + (version == null ? "" : "?api-version=" + version), model,
        Json.canonical(Json.MAPPER.valueToTree(extraBody)), Json.canonical(Json.MAPPER.valueToTree(shown)));
  }

  static URI address(String baseUrl) {
    return BaseUrl.of(baseUrl);
  }
}
