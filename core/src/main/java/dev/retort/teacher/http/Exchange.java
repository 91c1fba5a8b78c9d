package dev.retort.teacher.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// One request and its answer over one connection.
final class Exchange {
  private static final byte[] END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COLON = ": ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);
  /// Packing would hold back the events of a stream.
  private static final byte[] PACKED = "Accept-Encoding: gzip\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int SINK_BUFFER = 8 << 10;

  private final Wire wire;
  private final long start;
  private boolean reusable;

  Exchange(Wire wire, long start) {
    this.wire = wire;
    this.start = start;
  }

  /// Whether another request may follow on the connection.
  boolean reusable() {
    return reusable;
  }

  Http.Answer run(Http.Ask ask) throws IOException {
    write(ask);
    ResponseHead head = ResponseHead.read(wire);
    if (head.length() > Http.LARGEST_BODY) {
      throw new Http.TooLarge("the answer", Http.LARGEST_BODY);
    }
    long firstByte = firstByte(head);
    Http.Sink sink = ask.receiver().begin(head.status(), head.fields());
    byte[] body = NOTHING;
    BodyStream raw = new BodyStream(wire, head);
    try (InputStream in = head.packed() ? new GZIPInputStream(raw) : raw) {
      if (sink == null) {
        body = Gathered.read(in, head.packed() ? -1 : head.length());
      } else {
        pour(in, sink);
      }
    } catch (ZipException | EOFException e) {
      throw new Http.Malformed("a body that is no whole gzip: " + e.getMessage());
    }
    reusable = head.reusable() && raw.readToEnd() && (head.length() >= 0 || head.chunked()) && wire.available() == 0;
    return new Http.Answer(head.status(), head.fields(), body, Duration.ofNanos(firstByte - start),
        Duration.ofNanos(Ticks.now() - start));
  }

  private void write(Http.Ask ask) throws IOException {
    String body = ask.body();
    wire.put(ask.site().head(body != null));
    if (ask.receiver() == Http.Receiver.WHOLE) {
      wire.put(PACKED);
    }
    for (Map.Entry<String, String> header : ask.more().entrySet()) {
      wire.put(header.getKey());
      wire.put(COLON);
      wire.put(header.getValue());
      wire.put(END);
    }
    if (body == null) {
      wire.put(END);
    } else {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      wire.put(LENGTH);
      wire.put(Integer.toString(bytes.length));
      wire.put(END);
      wire.put(END);
      wire.put(bytes);
    }
    wire.flush();
  }

  /// Waits for the first byte of the body, where there is one.
  private long firstByte(ResponseHead head) throws IOException {
    if (wire.available() == 0 && head.length() != 0) {
      wire.fill(); // its end is found again by whoever reads the body
    }
    return wire.readAt();
  }

  private void pour(InputStream in, Http.Sink sink) throws IOException {
    byte[] buffer = new byte[SINK_BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      sink.take(buffer, 0, count, wire.readAt() - start);
    }
  }
}
