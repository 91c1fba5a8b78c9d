package dev.retort.teacher.openai;

import dev.retort.row.Json;
import dev.retort.step.Default;
import dev.retort.teacher.Backend;
import dev.retort.teacher.Endpoint;
import dev.retort.teacher.Secret;
import dev.retort.teacher.TeacherKind;
import dev.retort.teacher.http.Headers;
import dev.retort.teacher.http.ModelServer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A model behind any OpenAI-compatible server: vLLM, llama-server, SGLang, Ollama, OpenAI and others.
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
  /// @param metrics whether the server's `/metrics` is read every 10 s for the runtime sheet; `auto` does so where its
  /// answers look like vLLM's
  public record Server(@Default("auto") Tokenize tokenize, @Default("match") ServedModel servedModel,
      @Default("{}") Map<String, Secret> secretHeaders, @Default("auto") Metrics metrics) {
    public static final Server DEFAULT = new Server(Tokenize.AUTO, ServedModel.MATCH, Map.of());

    public Server {
      secretHeaders = Map.copyOf(secretHeaders);
    }

    public Server(Tokenize tokenize, ServedModel servedModel, Map<String, Secret> secretHeaders) {
      this(tokenize, servedModel, secretHeaders, Metrics.AUTO);
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

  public OpenAi {
    address(baseUrl);
    if (model.isBlank() || model.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("model is empty or has a line break. Name one of BASE_URL/models.");
    }
    Headers.bearer(headers, server.secretHeaders(), apiKey);
    for (String name : extraBody.keySet()) {
      if (OpenAiFormat.OURS.contains(name)) {
        throw new IllegalArgumentException("extra_body: '%s' cannot be set, the request decides it.".formatted(name));
      }
    }
    headers = Map.copyOf(headers);
    extraBody = Map.copyOf(extraBody);
  }

  @Override
  public Endpoint open(Opening opening) {
    URI base = address(baseUrl);
    Headers sent = Headers.bearer(headers, server.secretHeaders(), apiKey);
    ModelServer client = new ModelServer(opening.name(), () -> base, sent);
    return new OpenAiEndpoint(new OpenAiEndpoint.Model(identity(), model, extraBody, server), client);
  }

  /// Kind, address, model and what is sent with each request. Secrets are left out, so a new key asks nothing anew.
  String identity() {
    TreeMap<String, Object> shown = new TreeMap<>();
    headers.forEach((name, value) -> shown.put(name.toLowerCase(Locale.ROOT), value));
    return "openai %s %s %s %s".formatted(address(baseUrl), model, Json.canonical(Json.MAPPER.valueToTree(extraBody)),
        Json.canonical(Json.MAPPER.valueToTree(shown)));
  }

  /// The base URL in one way of writing: host in lower case, no default port, no slash at the end.
  static URI address(String baseUrl) {
    URI uri = parse(baseUrl);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
      throw new IllegalArgumentException("base_url must begin with http:// or https:// and name a host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "base_url has a user name, a '?' or a '#'. Give keys as 'api_key' or in 'headers'.");
    }
    boolean usual = uri.getPort() == (scheme.equals("http") ? 80 : 443);
    String port = uri.getPort() < 0 || usual ? "" : ":" + uri.getPort();
    return URI.create(
        scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + uri.getRawPath().replaceAll("/+$", ""));
  }

  private static URI parse(String baseUrl) {
    try {
      return URI.create(baseUrl.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("base_url is no URL. Write it as http://127.0.0.1:8000/v1.");
    }
  }
}
