package dev.retort.teacher.simulated;

import dev.retort.row.Row;
import dev.retort.teacher.simulated.Fleet.Ask;
import dev.retort.teacher.simulated.RequestLog.Asked;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Carries out over HTTP what the [Fleet] plans.
final class FleetHandler extends Handler.Abstract {
  private static final int LARGEST = 16 << 20;
  private static final int LARGEST_FILE = 256 << 20;
  private static final List<String> POSTS = List.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings",
      "/v1/rerank", "/v1/score", "/pooling", "/classify");

  private final Fleet fleet;
  private final FleetOptions options;
  private final @Nullable RequestLog log;
  private final BatchApi batches;

  FleetHandler(FleetOptions options, @Nullable RequestLog log) {
    this.fleet = new Fleet(options);
    this.options = options;
    this.log = log;
    this.batches = new BatchApi(fleet, options.timing(), log);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    byte[] bytes;
    try (InputStream in = Content.Source.asInputStream(request)) {
      bytes = in.readNBytes(largest(request) + 1);
    }
    carryOut(planned(request, bytes), request, response, callback);
    return true;
  }

  private Planned planned(Request request, byte[] bytes) throws IOException {
    String path = Request.getPathInContext(request);
    String call = header(request, "X-Retort-Call");
    Body body = null;
    int attempt = 0;
    Planned planned;
    if (BatchApi.takes(path)) {
      return batch(request, path, bytes);
    }
    try {
      attempt = attempt(request);
      check(request.getMethod(), path, bytes.length);
      body = path.equals("/v1/models") ? Body.read("{}".getBytes(StandardCharsets.UTF_8)) : Body.read(bytes);
      planned = fleet.plan(new Ask(request.getMethod(), path, body, attempt, call));
    } catch (BadAsk bad) {
      planned = Fleet.error(bad.status(), bad.code(), String.valueOf(bad.getMessage()), Map.of(), null);
    }
    if (log != null) {
      log.append(asked(path, body, bytes, call, attempt), planned.fault(),
          planned.fault() == Fault.RESET ? 0 : planned.status());
    }
    return planned;
  }

  private static int largest(Request request) {
    return Request.getPathInContext(request).equals("/v1/files") ? LARGEST_FILE : LARGEST;
  }

  private Planned batch(Request request, String path, byte[] bytes) throws IOException {
    Map<String, String> query = new HashMap<>();
    Request.extractQueryParameters(request).forEach(field -> query.put(field.getName(), field.getValue()));
    try {
      if (bytes.length > largest(request)) {
        throw new BadAsk(413, "too_large", "that is larger than %d bytes".formatted(largest(request)));
      }
      return batches.answer(request.getMethod(), path, query, header(request, "Content-Type"), bytes);
    } catch (BadAsk bad) {
      return Fleet.error(bad.status(), bad.code(), String.valueOf(bad.getMessage()), Map.of(), null);
    }
  }

  private static Asked asked(String path, @Nullable Body body, byte[] bytes, String call, int attempt) {
    return body != null
        ? Asked.of(path, body, call, attempt)
        : new Asked(path, null, HexFormat.of().formatHex(Row.sha256().digest(bytes)), call, attempt);
  }

  private void check(String method, String path, int length) {
    boolean post = POSTS.contains(path) || options.tokenize() && path.equals("/tokenize");
    if (!post && !path.equals("/v1/models")) {
      throw new BadAsk(404, "not_found", "nothing is at " + path);
    }
    if (!method.equals(post ? "POST" : "GET")) {
      throw new BadAsk(405, "method_not_allowed", "%s wants %s".formatted(path, post ? "POST" : "GET"));
    }
    if (length > LARGEST) {
      throw new BadAsk(413, "too_large", "a body may have at most %d bytes".formatted(LARGEST));
    }
  }

  private static String header(Request request, String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  /// Which try of its call this is, as Retort's own header says, or that of OpenAI's client libraries.
  private static int attempt(Request request) {
    String own = header(request, "X-Retort-Attempt");
    String theirs = header(request, "x-stainless-retry-count");
    String value = own.isEmpty() ? theirs : own;
    if (value.isEmpty()) {
      return 0;
    }
    if (!value.matches("\\d{1,6}")) {
      throw new BadAsk(400, "invalid_value", "the attempt in the header must be a number, not '%s'".formatted(value));
    }
    return Integer.parseInt(value) + (own.isEmpty() ? 1 : 0);
  }

  private void carryOut(Planned planned, Request request, Response response, Callback callback) throws Exception {
    response.setStatus(planned.status());
    planned.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (planned.fault() == Fault.RESET) {
      reset(request, callback);
    } else if (planned.streams()) {
      stream(planned, request, response, callback);
    } else {
      whole(planned, request, response, callback);
    }
  }

  private void whole(Planned planned, Request request, Response response, Callback callback) throws Exception {
    byte[] bytes = planned.parts().getFirst().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put("Content-Length", bytes.length);
    pause(planned.delay(), 1);
    if (planned.fault() == Fault.CUT_OFF) {
      Content.Sink.write(response, false, ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length / 2)));
      hangUp(request, callback);
    } else {
      response.write(true, ByteBuffer.wrap(bytes), callback);
    }
  }

  private void stream(Planned planned, Request request, Response response, Callback callback) throws Exception {
    boolean cut = planned.fault() == Fault.CUT_OFF;
    int parts = planned.parts().size();
    for (int i = 0; i < (cut ? parts / 2 : parts); i++) {
      pause(planned.delay(), parts);
      Content.Sink.write(response, false,
          ByteBuffer.wrap(planned.parts().get(i).getBytes(StandardCharsets.UTF_8)));
    }
    if (cut) {
      hangUp(request, callback);
    } else {
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  private void pause(Duration delay, int parts) throws InterruptedException {
    long nanos = (long) (delay.toNanos() * options.timing() / parts);
    if (nanos > 0) {
      Thread.sleep(Duration.ofNanos(nanos));
    }
  }

  /// Ends the connection with what was sent so far.
  private static void hangUp(Request request, Callback callback) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new IOException("cut off on request"));
  }

  /// Aborts the TCP connection: a close that lingers for no time sends a reset.
  private static void reset(Request request, Callback callback) throws IOException {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    if (!(endPoint instanceof SocketChannelEndPoint socket)) {
      throw new IllegalStateException("a fleet's connection is not a socket: " + endPoint);
    }
    socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.getChannel().close();
    callback.failed(new IOException("reset on request"));
  }
}
