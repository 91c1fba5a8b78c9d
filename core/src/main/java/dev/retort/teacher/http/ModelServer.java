package dev.retort.teacher.http;

import dev.retort.DiskFull;
import dev.retort.row.Json;
import dev.retort.teacher.CallFailed;
import dev.retort.teacher.Endpoint.Response;
import dev.retort.teacher.Failure;
import dev.retort.teacher.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
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
  private final Headers headers;
  private final List<String> secrets;
  private final Http http;
  private final Map<String, Placed> sites = new ConcurrentHashMap<>();
  private final Map<String, Placed> rootSites = new ConcurrentHashMap<>();

  /// The address of a path while the base URL was this.
  private record Placed(URI base, Site site) {}

  /// @param base the server's base URL, ending in `/v1` as a rule; asked for at each call, never before
  /// @param headers sent with each request
  public ModelServer(String teacher, Supplier<URI> base, Headers headers) {
    this(teacher, base, headers, Transport.DIRECT);
  }

  /// @param transport how the server is reached
  public ModelServer(String teacher, Supplier<URI> base, Headers headers, Transport transport) {
    this(teacher, base, headers, new BySchemeHttp(transport));
  }

  ModelServer(String teacher, Supplier<URI> base, Headers headers, Http http) {
    this.teacher = teacher;
    this.base = base;
    this.http = http;
    this.headers = headers;
    this.secrets = headers.secrets();
  }

  /// Posts JSON to a path below the base URL.
  public Response post(String path, String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    return exchange(site(false, path), body, more, deadline);
  }

  /// Posts JSON to a path below the server's root, which is the base URL without `/v1`.
  public Response postToRoot(String path, String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    return exchange(site(true, path), body, more, deadline);
  }

  /// Posts JSON to a path below the base URL and hands on each event of the answer as it comes.
  ///
  /// The stream is over when this returns; one that breaks off, does not end by the deadline or grows too large fails.
  /// A server that answers 200 with anything but `text/event-stream` did not stream: its answer is returned as
  /// [#post] does, and no event comes. Otherwise the returned body is empty.
  ///
  /// @param events called by this thread; what it throws ends the call and is thrown on
  public Response stream(String path, String body, Map<String, String> more, Duration deadline,
      Consumer<ServerSentEvents.Event> events) throws InterruptedException {
    Site site = site(false, path);
    ServerSentEvents stream = new ServerSentEvents(
        event -> events.accept(new ServerSentEvents.Event(redactLong(event.data()), event.nanos())));
    Http.Receiver receiver = (status, fields) -> status == 200 && fields.isType("text/event-stream") ? stream : null;
    try {
      Http.Answer answer = http.send(new Http.Ask(site, more, body, receiver), deadline);
      stream.end();
      return response(site, answer);
    } catch (IOException e) {
      throw lost(site.uri(), e, deadline);
    }
  }

  /// Gets JSON; null where the server has no such page, or answers with something else.
  public @Nullable JsonNode get(boolean fromRoot, String path, Duration deadline) throws InterruptedException {
    try {
      return Json.read(exchange(site(fromRoot, path), null, Map.of(), deadline).body());
    } catch (CallFailed e) {
      return absent(e);
    } catch (JacksonException _) {
      return null;
    }
  }

  /// Sends a file to a path below the base URL and gives what is answered.
  public String upload(String path, Upload upload, Duration deadline) throws InterruptedException {
    Site site = site(false, path);
    URI uri = site.uri();
    try (Transfers transfers = new Transfers()) {
      return words(uri, transfers.upload(uri, site.headers(), upload, deadline));
    } catch (IOException e) {
      throw lost(uri, e, deadline);
    }
  }

  /// Fetches what lies at a path below the base URL into a file, which may hold secrets until [#hidden] went over it.
  public void download(String path, Path target, Duration deadline) throws InterruptedException {
    Site site = site(false, path);
    URI uri = site.uri();
    try (Transfers transfers = new Transfers()) {
      words(uri, transfers.download(uri, site.headers(), target, deadline));
    } catch (IOException e) {
      if (DiskFull.causes(e)) {
        throw DiskFull.told(target, "%s was fetched".formatted(uri), e);
      }
      throw lost(uri, e, deadline);
    }
  }

  private String words(URI uri, Transfers.Done done) {
    String text = text(uri, done.words());
    if (done.status() < 200 || done.status() > 299) {
      throw refused(uri.toString(), done.status(), text, done.headers());
    }
    return redactLong(text);
  }

  /// A received text without this server's long secrets.
  public String hidden(String text) {
    return redactLong(text);
  }

  /// What an answer that is no success means, where it came inside another answer.
  /// @param where in the server it happened
  public CallFailed refused(String where, int status, String body) {
    return refused(where, status, body, new Fields(""));
  }

  private CallFailed refused(String where, int status, String body, Fields fields) {
    Http.Answer answer = new Http.Answer(status, fields, new byte[0], Duration.ZERO, Duration.ZERO);
    return HttpErrors.failure("teacher '%s': %s".formatted(teacher, where), answer, redact(body), headers.key());
  }

  /// Gets a text from a path below the server's root; null where the server has no such page.
  public @Nullable String text(String path, Duration deadline) throws InterruptedException {
    try {
      return exchange(site(true, path), null, Map.of(), deadline).body();
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

  private Response exchange(Site site, @Nullable String body, Map<String, String> more, Duration deadline)
      throws InterruptedException {
    try {
      return response(site, http.send(new Http.Ask(site, more, body, Http.Receiver.WHOLE), deadline));
    } catch (IOException e) {
      throw lost(site.uri(), e, deadline);
    }
  }

  private Response response(Site site, Http.Answer answer) {
    String text = text(site.uri(), answer.body());
    if (answer.status() != 200) {
      throw HttpErrors.failure("teacher '%s': %s".formatted(teacher, site.uri()), answer, redact(text), headers.key());
    }
    if (answer.headers().isType("text/html")) {
      throw new CallFailed(Failure.MALFORMED_REPLY,
          "teacher '%s': %s answered with a web page. Check 'base_url' (it ends in /v1 as a rule): %s".formatted(
              teacher,
              site.uri(), Excerpt.of(redact(text))),
          null, redact(text), null);
    }
    return new Response(redactLong(text), answer.firstByte(), answer.total());
  }

  private String text(URI uri, byte[] body) {
    try {
      return Utf8.decode(body);
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
    if (secrets.isEmpty()) {
      return text;
    }
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
      case Http.Malformed malformed -> new CallFailed(Failure.MALFORMED_REPLY,
          where
              + "%s did not answer in proper HTTP: it sent %s".formatted(uri, redact(String.valueOf(e.getMessage()))));
      case UnknownHostException _ -> unreachable(uri, "the host name is not known", shown);
      case HttpConnectTimeoutException _ -> unreachable(uri, "no connection in time", shown);
      case HttpTimeoutException _ -> new CallFailed(Failure.TIMEOUT,
          where + "%s gave no whole answer within %s. Raise the teacher's 'deadline', or lower its 'in_flight'."
              .formatted(uri, deadline),
          null, shown);
      case SSLException _ -> unreachable(uri,
          "TLS failed (%s); a server with certificates of its own needs 'ca_file'".formatted(e.getMessage()), shown);
      case ConnectException _ -> unreachable(uri, "the connection was refused", shown);
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

  /// Encoded once a path; anew where the base URL changes, as of a child process that was started again.
  private Site site(boolean fromRoot, String path) {
    URI now = base.get();
    Map<String, Placed> known = fromRoot ? rootSites : sites;
    Placed placed = known.get(path);
    if (placed == null || !placed.base().equals(now)) {
      placed = new Placed(now, new Site(address(now, fromRoot, path), headers.sent()));
      known.put(path, placed);
    }
    return placed.site();
  }

  private static URI address(URI base, boolean fromRoot, String path) {
    String text = fromRoot ? root(base.toString()) : base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  private static String root(String base) {
    String text = base.replaceAll("/+$", "");
    return text.endsWith("/v1") ? text.substring(0, text.length() - 3) : text;
  }

  @Override
  public void close() {
    http.close();
  }
}
