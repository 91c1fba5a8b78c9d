package dev.retort.teacher.gemini;

import dev.retort.row.Json;
import dev.retort.step.Default;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Sampling;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.hosted.HostedEndpoint;
import dev.retort.teacher.http.BaseUrl;
import dev.retort.teacher.http.Connection;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A Gemini model behind Google's `generateContent`.
///
/// Source: ai.google.dev/api/generate-content and ai.google.dev/gemini-api/docs/troubleshooting.
///
/// @param model its name, such as `gemini-2.5-flash`
/// @param apiKey sent as `x-goog-api-key`; write it as `${GEMINI_API_KEY}`
/// @param baseUrl where the API is
/// @param headers sent with each request
/// @param extraBody fields put into each request beside `generationConfig` (`safetySettings`, `tools`, ...). Fields of
/// `generationConfig` itself go under `sampling: {extra: ...}` (`topK`, `thinkingConfig`, `candidateCount`, ...)
/// @param server how the API is used
@TeacherKind("gemini")
public record Gemini(String model, @Nullable Secret apiKey,
    @Default("https://generativelanguage.googleapis.com/v1beta") String baseUrl,
    @Default("{}") Map<String, String> headers, @Default("{}") Map<String, Object> extraBody,
    @Default("{}") Server server) implements Backend {

  /// How the API is used.
  /// @param schema the field a JSON Schema goes into: `json_schema` takes it as it is; `open_api` is the older one, for
  /// models that know it only, and takes a part of JSON Schema
  /// @param stream `always` takes answers piece by piece, so that the time to the first token is known
  /// @param servedModel whether answers of another model than the one asked are refused
  /// @param secretHeaders headers that hold a key or a token, each written as `${NAME_OF_AN_ENVIRONMENT_VARIABLE}`
  /// @param connection how it is reached, where it is not reached straight
  public record Server(@Default("json_schema") SchemaField schema, @Default("never") Streaming stream,
      @Default("match") ServedModel servedModel, @Default("{}") Map<String, Secret> secretHeaders,
      @Default("{}") Connection connection) {
    public static final Server DEFAULT = new Server(SchemaField.JSON_SCHEMA, Streaming.NEVER, ServedModel.MATCH,
        Map.of(), Connection.STRAIGHT);

    public Server {
      secretHeaders = Map.copyOf(secretHeaders);
    }
  }

  /// The field a JSON Schema goes into.
  public enum SchemaField {
    JSON_SCHEMA("responseJsonSchema"), OPEN_API("responseSchema");

    private final String field;

    SchemaField(String field) {
      this.field = field;
    }

    String field() {
      return field;
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

  public Gemini {
    BaseUrl.of(baseUrl);
    if (!model.matches("[A-Za-z0-9][A-Za-z0-9._/-]*")) {
      throw new IllegalArgumentException("model must be a name such as gemini-2.5-flash");
    }
    GeminiFormat.BODY.check("extra_body", extraBody);
    sent(headers, server, apiKey);
    headers = Map.copyOf(headers);
    extraBody = Map.copyOf(extraBody);
  }

  private static Headers sent(Map<String, String> headers, Server server, @Nullable Secret key) {
    return key == null
        ? new Headers(headers, server.secretHeaders(), null)
        : Headers.named("x-goog-api-key", headers, server.secretHeaders(), key);
  }

  @Override
  public List<String> cannot(Sampling sampling) {
    return GeminiFormat.CONFIG.problems(sampling);
  }

  @Override
  public String endpointKey(String name) {
    return "gemini %s %s".formatted(BaseUrl.of(baseUrl), model);
  }

  @Override
  public boolean streams() {
    return server.stream() == Streaming.ALWAYS;
  }

  @Override
  public List<String> problems(Path base) {
    return server.connection().problems(base);
  }

  @Override
  public Endpoint open(Opening opening) {
    ModelServer client = new ModelServer(opening.name(), () -> BaseUrl.of(baseUrl), sent(headers, server, apiKey),
        server.connection().transport(opening.base()));
    return new HostedEndpoint(
        new HostedEndpoint.Model(identity(), model, server.servedModel() == ServedModel.ANY,
            server.stream() == Streaming.ALWAYS),
        new GeminiFormat(model, extraBody, server.schema()), client);
  }

  /// Kind, address, model and what is sent with each request. Secrets are left out, so a new key asks nothing anew.
  String identity() {
    TreeMap<String, Object> shown = new TreeMap<>();
    headers.forEach((name, value) -> shown.put(name.toLowerCase(Locale.ROOT), value));
    return "gemini %s %s %s %s".formatted(BaseUrl.of(baseUrl), model,
        Json.canonical(Json.MAPPER.valueToTree(extraBody)), Json.canonical(Json.MAPPER.valueToTree(shown)));
  }
}
