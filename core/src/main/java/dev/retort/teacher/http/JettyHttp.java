package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// TLS, HTTP/2 where the server offers it, and proxies, by Jetty's client.
final class JettyHttp implements Http {
  private static final int SINK_BUFFER = 8 << 10;
  private static final Duration GRACE = Duration.ofSeconds(1);
  private final HttpClient client;

  JettyHttp(Transport transport) throws IOException {
    this.client = JettyClients.start(transport);
  }

  @Override
  public Answer send(Ask ask, Duration deadline) throws IOException, InterruptedException {
    long start = Ticks.now();
    long due = Ticks.after(start, deadline);
    Request request = request(ask);
    try {
      return ask.receiver() == Receiver.WHOLE
          ? whole(request, start, due)
          : streamed(request.timeout(due - start, TimeUnit.NANOSECONDS), ask.receiver(), start, due);
    } catch (TimeoutException e) {
      request.abort(e);
      throw new HttpTimeoutException("no whole answer within " + deadline);
    } catch (ExecutionException e) {
      throw told(e, deadline);
    } catch (InterruptedException | RuntimeException e) {
      request.abort(e);
      throw e;
    } catch (IOException e) {
      request.abort(e);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw told(e, deadline);
    }
  }

  private Request request(Ask ask) {
    Request request = client.newRequest(ask.site().uri()).headers(headers -> {
      ask.site().headers().forEach(headers::put);
      ask.more().forEach(headers::put);
    });
    String body = ask.body();
    return body == null
        ? request
        : request.method(HttpMethod.POST)
            .body(new BytesRequestContent("application/json", body.getBytes(StandardCharsets.UTF_8)));
  }

  private static Answer whole(Request request, long start, long due)
      throws InterruptedException, ExecutionException, TimeoutException {
    JettyBody body = new JettyBody(start);
    request.send(body);
    return body.answer(due - Ticks.now());
  }

  private static Answer streamed(Request request, Receiver receiver, long start, long due)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    Response response = listener.get(due - Ticks.now(), TimeUnit.NANOSECONDS);
    Fields fields = JettyBody.fields(response);
    Sink sink = receiver.begin(response.getStatus(), fields);
    long[] first = {0};
    byte[] body = {};
    try (InputStream in = listener.getInputStream()) {
      if (sink == null) {
        body = Gathered.read(in, -1);
        first[0] = Ticks.now();
      } else {
        pour(in, sink, start, first);
      }
    }
    listener.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    return new Answer(response.getStatus(), fields, body, Duration.ofNanos(first[0] - start),
        Duration.ofNanos(Ticks.now() - start));
  }

  private static void pour(InputStream in, Sink sink, long start, long[] first) throws IOException {
    byte[] buffer = new byte[SINK_BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      long now = Ticks.now();
      first[0] = first[0] == 0 ? now : first[0];
      sink.take(buffer, 0, count, now - start);
    }
  }

  /// The exception of our seam that says what Jetty's says.
  private static IOException told(Throwable thrown, Duration deadline) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      IOException known = known(cause, deadline);
      if (known != null) {
        return known;
      }
    }
    return thrown instanceof IOException io ? io : new IOException(String.valueOf(thrown.getMessage()), thrown);
  }

  private static @Nullable IOException known(Throwable cause, Duration deadline) {
    return switch (cause) {
      case TooLarge large -> large;
      case Malformed malformed -> malformed;
      case TimeoutException _ -> new HttpTimeoutException("no whole answer within " + deadline);
      case SocketTimeoutException _ -> new HttpConnectTimeoutException("no connection in time");
      case UnknownHostException _,UnresolvedAddressException _ ->
        new UnknownHostException("the host name is not known");
      case ConnectException refused -> refused;
      case SSLException ssl -> ssl;
      case HttpException http -> new Malformed(String.valueOf(http.getReason()));
      case HttpResponseException response -> new Malformed(String.valueOf(response.getMessage()));
      default -> null;
    };
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty's client cannot be stopped", e);
    }
  }
}
