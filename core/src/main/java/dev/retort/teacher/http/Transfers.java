package dev.retort.teacher.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Moves whole files to and from a server, none of them held in memory.
///
/// It follows no redirect, so a key never goes to another host. The JDK's client does the work: such transfers are few,
/// and it streams files both ways.
final class Transfers implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final long LARGEST_WORDS = 16L << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).executor(threads).build();

  /// @param words the body; empty where it went into a file
  record Done(int status, Fields headers, byte[] words) {}

  Done upload(URI uri, Map<String, String> headers, Upload upload, Duration deadline)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(upload.body());
    headers.forEach(request::header);
    request.header("Content-Type", upload.contentType());
    return exchange(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_WORDS), deadline);
  }

  /// Puts the body of an answer of status 200 into a file, and any other into words.
  Done download(URI uri, Map<String, String> headers, Path target, Duration deadline)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    headers.forEach(request::header);
    return exchange(request, info -> info.statusCode() == 200
        ? BodySubscribers.mapping(BodySubscribers.ofFile(target), _ -> new byte[0])
        : BodySubscribers.limiting(BodySubscribers.ofByteArray(), LARGEST_WORDS), deadline);
  }

  private Done exchange(HttpRequest.Builder request, BodyHandler<byte[]> handler, Duration deadline)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request.build(), handler);
    try {
      HttpResponse<byte[]> response = coming.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      StringBuilder fields = new StringBuilder();
      response.headers().map()
          .forEach((name, values) -> fields.append(name).append(": ").append(values.getFirst()).append('\n'));
      return new Done(response.statusCode(), new Fields(fields.toString()), response.body());
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + deadline);
    } catch (InterruptedException e) {
      coming.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw cause(e.getCause());
    }
  }

  private static IOException cause(@Nullable Throwable cause) {
    return cause instanceof IOException known ? known : new IOException(cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
