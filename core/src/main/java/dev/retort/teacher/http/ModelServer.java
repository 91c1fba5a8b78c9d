package dev.retort.teacher.http;

import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Talks to one model server, and tells what went wrong in words a user can act on.
///
/// Secrets are taken out of all it receives before anyone else sees it.
public final class ModelServer implements AutoCloseable {
  private static final String HIDDEN = "[secret]";
  private static final int LONG_SECRET = 16;

  private final String teacher;
  private final Supplier<URI> base;
  private final Map<String, String> headers;
  private final List<String> secrets;
  private final @Nullable Secret key;
  private final Http http;

  /// @param base the server's base URL, ending in `/v1` as a rule; asked for at each call, never before
  /// @param headers sent with each request
  public ModelServer(String teacher, Supplier<URI> base, Headers headers) {
    this(teacher, base, headers, new JdkHttp());
  }

  ModelServer(String teacher, Supplier<URI> base, Headers headers, Http http) {
    this.teacher = teacher;
    this.base = base;
    this.http = http;
    this.headers = headers.sent();
    this.secrets = headers.secrets();
    this.key = headers.key();
  }

  /// Posts JSON to a path below the base URL.
  public Response post(String path, String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    return exchange(address(base.get(), path), body, more, deadline);
  }

  /// Posts JSON to a path below the server's root, which is the base URL without `/v1`.
  public Response postToRoot(String path, String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    return exchange(address(root(base.get()), path), body, more, deadline);
  }

  /// Gets JSON; null where the server has no such page, or answers with something else.
  public @Nullable JsonNode get(boolean fromRoot, String path, Duration deadline) throws InterruptedException {
    URI from = fromRoot ? root(base.get()) : base.get();
    try {
      return Json.read(exchange(address(from, path), null, Map.of(), deadline).body());
    } catch (CallFailed e) {
      return absent(e);
    } catch (JacksonException _) {
      return null;
    }
  }

  /// Gets a text from a path below the server's root; null where the server has no such page.
  public @Nullable String text(String path, Duration deadline) throws InterruptedException {
    try {
      return exchange(address(root(base.get()), path), null, Map.of(), deadline).body();
    } catch (CallFailed e) {
      absent(e);
      return null;
    }
  }

  private static @Nullable JsonNode absent(CallFailed e) {
    if (e.failure() == Failure.BAD_REQUEST) {
      return null;
    }
    throw e;
  }

  private Response exchange(URI uri, @Nullable String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    Map<String, String> sent = new HashMap<>(headers);
    sent.putAll(more);
    if (body != null) {
      sent.put("Content-Type", "application/json");
    }
    Http.Answer answer;
    try {
      answer = http.send(new Http.Ask(uri, sent, body), deadline);
    } catch (IOException e) {
      throw lost(uri, e, deadline);
    }
    String text = text(uri, answer.body());
    if (answer.status() != 200) {
      throw HttpErrors.failure("teacher '%s': %s".formatted(teacher, uri), answer, redact(text), key);
    }
    return new Response(redactLong(text), answer.firstByte(), answer.total());
  }

  private String text(URI uri, byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      throw new CallFailed(Failure.MALFORMED_REPLY,
          "teacher '%s': the answer of %s is not UTF-8".formatted(teacher, uri), null,
          redact(new String(body, StandardCharsets.UTF_8)), null);
    }
  }

  /// An answer is a model's words: a short key such as `EMPTY` may be one of them, a long one cannot be.
  private String redactLong(String text) {
    return redact(text, LONG_SECRET);
  }

  private String redact(String text) {
    return redact(text, 0);
  }

  /// A secret in disguise of JSON's escapes would show when the text is read: then it is undone, and hidden.
  private String redact(String text, int shortest) {
    String clean = replaced(text, shortest);
    if (JsonEscapes.disguise(clean)) {
      String plain = JsonEscapes.undone(clean);
      String hidden = replaced(plain, shortest);
      return hidden.equals(plain) ? clean : hidden;
    }
    return clean;
  }

  private String replaced(String text, int shortest) {
    String clean = text;
    for (String secret : secrets) {
      clean = secret.length() < shortest ? clean : clean.replace(secret, HIDDEN);
    }
    return clean;
  }

  private CallFailed lost(URI uri, IOException e, Duration deadline) {
    IOException shown = withoutSecrets(e);
    String where = "teacher '%s': ".formatted(teacher);
    return switch (e) {
      case Http.TooLarge large -> new CallFailed(Failure.MALFORMED_REPLY, where + uri + ": " + large.getMessage());
      case HttpConnectTimeoutException _ -> unreachable(uri, "no connection in time", shown);
      case HttpTimeoutException _ -> new CallFailed(Failure.TIMEOUT,
          where + "%s gave no whole answer within %s. Raise the teacher's 'deadline', or lower its 'in_flight'."
              .formatted(uri, deadline),
          null, shown);
      case ConnectException _ -> unreachable(uri, cause(e), shown);
      default -> new CallFailed(Failure.CONNECTION,
          where + "the connection to %s was lost: %s".formatted(uri, redact(String.valueOf(e.getMessage()))), null,
          shown);
    };
  }

  /// The failure, or where it or a cause of it repeats a secret (as of a garbled answer), one with its words cleaned.
  private IOException withoutSecrets(IOException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String words = at.toString();
      if (!redact(words).equals(words)) {
        return new IOException(redact(String.valueOf(failure.getMessage())));
      }
    }
    return failure;
  }

  private CallFailed unreachable(URI uri, String why, IOException e) {
    return new CallFailed(Failure.CONNECTION,
        "teacher '%s': cannot reach %s: %s. Is the server running? Try `curl %s/models`, and check 'base_url'."
            .formatted(teacher, uri, why, base.get()),
        null, e);
  }

  private static String cause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host name is not known";
      }
    }
    return "the connection was refused";
  }

  private static URI address(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  private static URI root(URI base) {
    String text = base.toString().replaceAll("/+$", "");
    return URI.create(text.endsWith("/v1") ? text.substring(0, text.length() - 3) : text);
  }

  @Override
  public void close() {
    http.close();
  }
}
