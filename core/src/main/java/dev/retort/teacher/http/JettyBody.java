package dev.retort.teacher.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;

/// Gathers an answer that Jetty's threads bring, up to the largest size.
final class JettyBody implements Response.Listener {
  private static final int FIRST = 2 << 10;

  private final long start;
  private final CompletableFuture<Http.Answer> whole = new CompletableFuture<>();
  private byte[] bytes = new byte[FIRST];
  private int size;
  private long firstByte = -1;

  JettyBody(long start) {
    this.start = start;
  }

  Http.Answer answer(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
    return whole.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
  }

  static Fields fields(Response response) {
    StringBuilder lines = new StringBuilder();
    for (HttpField field : response.getHeaders()) {
      lines.append(field.getName()).append(": ").append(field.getValue()).append('\n');
    }
    return new Fields(lines.toString());
  }

  @Override
  public void onHeaders(Response response) {
    if (response.getHeaders().getLongField("Content-Length") > Http.LARGEST_BODY) {
      refuse(response);
    }
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    if (firstByte < 0) {
      firstByte = Ticks.now();
    }
    int count = content.remaining();
    if (size + (long) count > Http.LARGEST_BODY) {
      refuse(response);
      return;
    }
    if (count > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Http.LARGEST_BODY, Math.max(size + (long) count, bytes.length * 2L)));
    }
    content.get(bytes, size, count);
    size += count;
  }

  private void refuse(Response response) {
    Http.TooLarge large = new Http.TooLarge("the answer", Http.LARGEST_BODY);
    whole.completeExceptionally(large);
    response.abort(large);
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      whole.completeExceptionally(failure);
      return;
    }
    long now = Ticks.now();
    whole.complete(new Http.Answer(result.getResponse().getStatus(), fields(result.getResponse()),
        Arrays.copyOf(bytes, size), Duration.ofNanos((firstByte < 0 ? now : firstByte) - start),
        Duration.ofNanos(now - start)));
  }
}
