package dev.retort.files;

import dev.retort.Retort;
import dev.retort.UserError;
import dev.retort.row.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches one file of a hub: written aside, its checksum held against what the hub says, then renamed.
///
/// The checksum counts from the hub's own address only, and the token goes there only, never to where it redirects. It
/// is a SHA-256, or git's SHA-1 for the small files a hub keeps in git itself.
final class HubDownload {

  private static final int MAX_REDIRECTS = 5;
  private static final Pattern CHECKSUM = Pattern.compile("(?:W/)?\"?([0-9a-fA-F]{64}|[0-9a-fA-F]{40})\"?");
  private static final Duration TO_CONNECT = Duration.ofSeconds(20);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final URI url;
  private final @Nullable String token;

  HubDownload(URI url, @Nullable String token) {
    this.url = url;
    this.token = token;
  }

  /// An answer with the checksum the hub named on the way to it.
  private record Found(HttpResponse<InputStream> response, String checksum) {}

  void to(Path target) {
    Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TO_CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER).build()) {
      Files.createDirectories(folder);
      Found found = find(client);
      Path aside = Files.createTempFile(folder, ".aside-", "");
      try {
        write(found.response(), aside);
        check(aside, found.checksum());
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      UserError error = new UserError("%s: could not be fetched (%s). Check the network, or put the file at %s."
          .formatted(url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), target));
      error.initCause(e);
      throw error;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(url + ": the fetching was interrupted. Run again to fetch it.");
    }
  }

  private Found find(HttpClient client) throws IOException, InterruptedException {
    URI at = url;
    Optional<String> checksum = Optional.empty();
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      HttpResponse<InputStream> response = client.send(request(at), HttpResponse.BodyHandlers.ofInputStream());
      checksum = sameHost(at) ? checksum.or(() -> checksum(response.headers())) : checksum;
      int status = response.statusCode();
      if (status == 200 && checksum.isPresent()) {
        return new Found(response, checksum.get());
      }
      response.body().close();
      if (status == 200) {
        throw new UserError("%s: the hub names no checksum for the file, so it cannot be trusted. Fetch it by other"
            .formatted(url) + " means and give its path instead.");
      }
      if (status < 300 || status > 399) {
        throw new UserError("%s: the hub answered %d, wanted the file. %s".formatted(url, status, advice(status)));
      }
      at = next(at, response.headers());
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects");
  }

  private HttpRequest request(URI at) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(TO_ANSWER)
        .header("User-Agent", "retort/" + Retort.VERSION);
    if (token != null && sameHost(at)) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private boolean sameHost(URI at) {
    return at.getScheme().equals(url.getScheme()) && at.getAuthority().equals(url.getAuthority());
  }

  private static URI next(URI from, HttpHeaders headers) throws IOException {
    String location = headers.firstValue("Location").orElseThrow(() -> new IOException("a redirect to nowhere"));
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("a redirect to no address", e);
    }
    boolean plain = "http".equals(to.getScheme()) && "http".equals(from.getScheme());
    if (to.getAuthority() == null || !plain && !"https".equals(to.getScheme())) {
      throw new IOException("a redirect away from https");
    }
    return to;
  }

  private static Optional<String> checksum(HttpHeaders headers) {
    return headers.firstValue("X-Linked-ETag").or(() -> headers.firstValue("ETag")).map(CHECKSUM::matcher)
        .filter(Matcher::matches).map(matcher -> matcher.group(1).toLowerCase(Locale.ROOT));
  }

  private static void write(HttpResponse<InputStream> response, Path aside) throws IOException {
    byte[] buffer = new byte[1 << 16];
    AtomicLong arrived = new AtomicLong();
    CountDownLatch done = new CountDownLatch(1);
    try (InputStream in = response.body(); OutputStream out = Files.newOutputStream(aside)) {
      Thread.ofVirtual().start(() -> closeWhenStalled(in, arrived, done));
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        arrived.addAndGet(n);
      }
    } finally {
      done.countDown();
    }
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Ends the reading when nothing came for a while, for the client's own time limit ends with the headers.
  private static void closeWhenStalled(InputStream in, AtomicLong arrived, CountDownLatch done) {
    try {
      long before = -1;
      while (!done.await(STALLED.toSeconds(), TimeUnit.SECONDS)) {
        if (arrived.get() == before) {
          in.close();
          return;
        }
        before = arrived.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      return; // it was closed already
    }
  }

  private void check(Path aside, String wanted) throws IOException {
    boolean git = wanted.length() == 40;
    MessageDigest digest = git ? sha1() : Row.sha256();
    if (git) {
      digest.update(("blob " + Files.size(aside) + "\0").getBytes(StandardCharsets.UTF_8));
    }
    String got = HexFormat.of().formatHex(FileHash.digest(aside, digest));
    if (!got.equals(wanted)) {
      throw new UserError("%s: found a file with %s %s, wanted %s as the hub says. Nothing was kept; try again."
          .formatted(url, git ? "git SHA-1" : "SHA-256", got, wanted));
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private String advice(int status) {
    return switch (status) {
      case 401, 403 -> token == null
          ? "Put a token that may read it in HF_TOKEN."
          : "The token in HF_TOKEN may not read it: accept the terms on its page.";
      case 404 -> "Check owner, name, revision and file; for a private repository put a token in HF_TOKEN.";
      default -> "Try again later.";
    };
  }
}
