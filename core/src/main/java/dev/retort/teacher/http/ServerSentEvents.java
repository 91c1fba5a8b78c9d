package dev.retort.teacher.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;

/// Takes a stream of server-sent events apart as its bytes come, wherever they are cut.
///
/// Only the data of events is kept: names, ids and retry times of events say nothing that model servers do not also
/// write into the data. A last event without an empty line behind it counts, as llama.cpp and proxies leave it out.
public final class ServerSentEvents implements Http.Sink {
  private final Consumer<Event> events;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final StringBuilder data = new StringBuilder();
  private boolean any;
  private boolean afterReturn;
  private boolean first = true;
  private long bytes;
  private long nanos;

  /// One event.
  /// @param data its data lines, joined by line feeds
  /// @param nanos from sending the request to its arrival
  public record Event(String data, long nanos) {}

  ServerSentEvents(Consumer<Event> events) {
    this.events = events;
  }

  @Override
  public void take(byte[] buffer, int from, int length, long since) throws IOException {
    nanos = since;
    bytes += length;
    if (bytes > Http.LARGEST_BODY) {
      throw new Http.TooLarge("the stream", Http.LARGEST_BODY);
    }
    int start = from;
    for (int i = from; i < from + length; i++) {
      byte b = buffer[i];
      if (b == '\n' && afterReturn) {
        start = i + 1;
      } else if (b == '\n' || b == '\r') {
        line.write(buffer, start, i - start);
        start = i + 1;
        endLine();
      }
      afterReturn = b == '\r';
    }
    line.write(buffer, start, from + length - start);
  }

  /// The stream is over.
  void end() throws IOException {
    if (line.size() > 0) {
      endLine();
    }
    endEvent();
  }

  private void endLine() throws IOException {
    String text = text();
    line.reset();
    if (first && text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    first = false;
    if (text.isEmpty()) {
      endEvent();
    } else if (text.equals("data") || text.startsWith("data:")) {
      data.append(any ? "\n" : "").append(text, Math.min(text.length(), text.startsWith("data: ") ? 6 : 5),
          text.length());
      any = true;
    }
  }

  private String text() throws IOException {
    try {
      return Utf8.decode(line.toByteArray());
    } catch (CharacterCodingException _) {
      throw new Http.Malformed("an event that is not UTF-8");
    }
  }

  private void endEvent() {
    if (any) {
      String whole = data.toString();
      data.setLength(0);
      any = false;
      events.accept(new Event(whole, nanos));
    }
  }
}
