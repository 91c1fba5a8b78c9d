package dev.retort.teacher.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The JDK's client over HTTP/1.1. It follows no redirect, so a key never goes to another host.
final class JdkHttp implements Http {
  static final long LARGEST_BODY = 64L << 20;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).executor(threads).build();

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri());
    ask.headers().forEach(request::header);
    if (ask.body() != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(ask.body()));
    }
    AtomicLong firstByte = new AtomicLong();
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request.build(), _ -> {
      firstByte.set(System.nanoTime());
      return new Bounded();
    });
    HttpResponse<byte[]> response = await(coming, deadline);
    return new Answer(response.statusCode(), headers(response), response.body(),
        Duration.ofNanos(firstByte.get() - start), Duration.ofNanos(System.nanoTime() - start));
  }

  private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> coming, Duration deadline)
      throws IOException, InterruptedException {
    try {
      return coming.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw new HttpTimeoutException("no whole answer within " + deadline);
    } catch (InterruptedException e) {
      coming.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case IOException cause -> cause;
        case null, default -> new IOException(e.getCause());
      };
    }
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return headers;
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  /// Gathers a body up to the largest size.
  private static final class Bounded implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        if (bytes.size() + (long) part.remaining() > LARGEST_BODY) {
          whole.completeExceptionally(new TooLarge(LARGEST_BODY));
          if (subscription != null) {
            subscription.cancel();
          }
          return;
        }
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        bytes.writeBytes(copy);
      }
    }

    @Override
    public void onError(Throwable cause) {
      whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
    }
  }
}
