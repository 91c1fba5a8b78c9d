package dev.retort.teacher.anthropic;

import dev.retort.row.Json;
import dev.retort.step.Default;
import dev.retort.step.Inline;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.batch.Batch;
import dev.retort.teacher.batch.BatchedEndpoint;
import dev.retort.teacher.hosted.HostedEndpoint;
import dev.retort.teacher.http.BaseUrl;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Claude model behind Anthropic's messages API.
///
/// It has no seed, no several answers a call and no log-probabilities: what asks for them is refused by name.
/// Source: platform.claude.com/docs/en/api/messages and /docs/en/api/errors.
///
/// @param model its name, such as `claude-sonnet-4-5`
/// @param apiKey sent as `x-api-key`; write it as `${ANTHROPIC_API_KEY}`
/// @param baseUrl where the API is
/// @param headers sent with each request, such as `anthropic-beta`
/// @param extraBody fields put into each request (`top_k`, `thinking`, `tools`, ...)
/// @param server how the API is used
@TeacherKind("anthropic")
public record Anthropic(String model, @Nullable Secret apiKey,
    @Default("https://api.anthropic.com/v1") String baseUrl, @Default("{}") Map<String, String> headers,
    @Default("{}") Map<String, Object> extraBody, @Default("{}") Server server) implements Backend {

  /// How the API is used.
  /// @param maxTokens longest answer where the sampling says none: this API wants a number
  /// @param version sent as `anthropic-version`
  /// @param servedModel whether answers of another model than the one asked are refused
  /// @param secretHeaders headers that hold a key or a token, each written as `${NAME_OF_AN_ENVIRONMENT_VARIABLE}`
  /// @param sending how calls go to it
  public record Server(@Default("4096") int maxTokens, @Default("2023-06-01") String version,
      @Default("match") ServedModel servedModel, @Default("{}") Map<String, Secret> secretHeaders,
      @Inline Sending sending) {
    public static final Server DEFAULT = new Server(4096, "2023-06-01", ServedModel.MATCH, Map.of(), Sending.DEFAULT);

    public Server {
      if (maxTokens < 1) {
        throw new IllegalArgumentException("max_tokens must be 1 or more, not " + maxTokens);
      }
      secretHeaders = Map.copyOf(secretHeaders);
    }
  }

  /// How calls go to it.
  /// @param stream `always` takes answers piece by piece, so that the time to the first token is known
  /// @param batch gathers chats into message batches, which are answered within a day for less; absent, each call is
  /// sent by itself
  /// @param connection how it is reached, where it is not reached straight
  public record Sending(@Default("never") Streaming stream, @Nullable Batch batch,
      @Default("{}") Connection connection) {
    public static final Sending DEFAULT = new Sending(Streaming.NEVER, null, Connection.STRAIGHT);

    public Sending {
      if (batch != null && !connection.equals(Connection.STRAIGHT)) {
        throw new IllegalArgumentException(
            "batch: the files of a batch are moved straight, without a proxy or certificates of your own. "
                + "Leave 'batch' or 'connection' out.");
      }
    }
  }

  /// Whether answers are taken piece by piece.
  public enum Streaming {
    NEVER, ALWAYS
  }

  /// Which models may answer.
  public enum ServedModel {
    MATCH, ANY
  }

  public Anthropic {
    BaseUrl.of(baseUrl);
    if (model.isBlank() || model.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("model is empty or has a line break. Name one such as claude-sonnet-4-5.");
    }
    AnthropicFormat.REFUSED.check("extra_body", extraBody);
    sent(headers, server, apiKey);
    headers = Map.copyOf(headers);
    extraBody = Map.copyOf(extraBody);
  }

  private static Headers sent(Map<String, String> headers, Server server, @Nullable Secret key) {
    Map<String, String> open = new TreeMap<>(headers);
    open.put("anthropic-version", server.version());
    return key == null
        ? new Headers(open, server.secretHeaders(), null)
        : Headers.named("x-api-key", open, server.secretHeaders(), key);
  }

  @Override
  public List<String> cannot(Sampling sampling) {
    return AnthropicFormat.REFUSED.problems(sampling);
  }

  @Override
  public String endpointKey(String name) {
    return "anthropic %s %s".formatted(BaseUrl.of(baseUrl), model)
        + (server.sending().batch() == null ? "" : " in batches");
  }

  @Override
  public boolean streams() {
    return server.sending().stream() == Streaming.ALWAYS && server.sending().batch() == null;
  }

  @Override
  public List<String> problems(Path base) {
    return server.sending().connection().problems(base);
  }

  @Override
  public Endpoint open(Opening opening) {
    Endpoint direct = new HostedEndpoint(
        new HostedEndpoint.Model(identity(), model, server.servedModel() == ServedModel.ANY,
            server.sending().stream() == Streaming.ALWAYS),
        new AnthropicFormat(model, extraBody, server.maxTokens()), client(opening));
    Batch batch = server.sending().batch();
    return batch == null
        ? direct
        : BatchedEndpoint.over(direct, new AnthropicBatches(client(opening)), batch, opening);
  }

  private ModelServer client(Opening opening) {
    return new ModelServer(opening.name(), () -> BaseUrl.of(baseUrl), sent(headers, server, apiKey),
        server.sending().connection().transport(opening.base()));
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

  /// Kind, address, model and what is sent with each request. Secrets are left out, so a new key asks nothing anew.
  String identity() {
    TreeMap<String, Object> shown = new TreeMap<>();
    headers.forEach((name, value) -> shown.put(name.toLowerCase(Locale.ROOT), value));
    shown.put("anthropic-version", server.version());
    return "anthropic %s %s %s %s".formatted(BaseUrl.of(baseUrl), model,
        Json.canonical(Json.MAPPER.valueToTree(extraBody)), Json.canonical(Json.MAPPER.valueToTree(shown)));
  }
}
