package dev.retort.teacher.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The status line and headers of an answer, and what they say of its body.
///
/// What two readers could understand in two ways is refused: two lengths, a length beside chunks, folded lines, control
/// characters.
///
/// @param status 200 to 999
/// @param length of the body; -1 where it is not told
/// @param packed whether the body is gzip
/// @param reusable whether the connection may be used again
record ResponseHead(int status, Fields fields, long length, boolean chunked, boolean packed, boolean reusable) {
  private static final int MOST_INTERIM = 20;
  private static final int STATUS_LINE = 12;

  /// Reads a head, interim answers (1xx) skipped.
  static ResponseHead read(Wire wire) throws IOException {
    for (int i = 0; i < MOST_INTERIM; i++) {
      int end = end(wire);
      String text = new String(wire.buffer(), wire.position(), end, StandardCharsets.ISO_8859_1);
      wire.skip(end);
      int status = status(text);
      if (status >= 200) {
        return parse(status, text);
      }
      if (status == 101) {
        throw new Http.Malformed("the server changed to another protocol");
      }
    }
    throw new Http.Malformed("interim answers without end");
  }

  /// The length of the head in the buffer, its empty line included.
  private static int end(Wire wire) throws IOException {
    int line = 0;
    int looked = 0;
    while (true) {
      byte[] bytes = wire.buffer();
      int from = wire.position();
      for (int i = looked; i < wire.available(); i++) {
        if (bytes[from + i] == '\n') {
          if (i == line || i == line + 1 && bytes[from + line] == '\r') {
            return i + 1;
          }
          line = i + 1;
        } else if (i == STATUS_LINE && !isHttp(wire)) {
          throw new Http.Malformed("it does not begin like HTTP");
        }
      }
      looked = wire.available();
      if (!wire.fill()) {
        throw new IOException(looked == 0
            ? "it was closed before any answer came"
            : "it was closed within the header of the answer");
      }
    }
  }

  private static boolean isHttp(Wire wire) {
    return wire.at(0) == 'H' && wire.at(1) == 'T' && wire.at(2) == 'T' && wire.at(3) == 'P' && wire.at(4) == '/';
  }

  private static int status(String text) throws Http.Malformed {
    boolean known = text.startsWith("HTTP/1.1 ") || text.startsWith("HTTP/1.0 ");
    int status = 0;
    for (int i = 9; i < STATUS_LINE; i++) {
      char digit = known && i < text.length() ? text.charAt(i) : 'x';
      status = digit >= '0' && digit <= '9' ? status * 10 + digit - '0' : -1000;
    }
    char after = text.length() > STATUS_LINE ? text.charAt(STATUS_LINE) : 'x';
    if (status < 100 || after != ' ' && after != '\r' && after != '\n') {
      throw new Http.Malformed("a status line that is none: " + Excerpt.line(text));
    }
    return status;
  }

  private static ResponseHead parse(int status, String text) throws Http.Malformed {
    Reading reading = new Reading(text);
    int first = text.indexOf('\n') + 1;
    int line = first;
    while (!reading.ends(line)) {
      line = reading.field(line);
    }
    if (reading.chunked && reading.length >= 0) {
      throw new Http.Malformed("both Content-Length and Transfer-Encoding");
    }
    boolean empty = status == 204 || status == 304;
    return new ResponseHead(status, new Fields(text.substring(first)), empty ? 0 : reading.length,
        reading.chunked && !empty, reading.packed, reading.keep);
  }

  /// What was read so far.
  private static final class Reading {
    private static final boolean[] TOKEN = new boolean[0x100];

    static {
      for (char c = '!'; c < 0x7f; c++) {
        TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
      }
    }

    private final String text;
    private final byte[] bytes;
    private long length = -1;
    private boolean chunked;
    private boolean packed;
    private boolean keep;

    Reading(String text) {
      this.text = text;
      this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      this.keep = text.startsWith("HTTP/1.1");
    }

    /// Whether the empty line is here.
    boolean ends(int line) {
      return bytes[line] == '\n' || bytes[line] == '\r' && bytes[line + 1] == '\n';
    }

    /// Reads a line and tells where the next one begins.
    int field(int from) throws Http.Malformed {
      int colon = from;
      while (TOKEN[bytes[colon] & 0xff]) {
        colon++;
      }
      if (colon == from || bytes[colon] != ':') {
        throw new Http.Malformed("a header line that is none: " + Excerpt.line(text.substring(from)));
      }
      int end = colon;
      while (bytes[end] >= ' ' && bytes[end] != 0x7f || bytes[end] < 0 || bytes[end] == '\t') {
        end++;
      }
      int next = bytes[end] == '\r' ? end + 1 : end;
      if (bytes[next] != '\n') {
        throw new Http.Malformed("a header with a control character");
      }
      known(from, colon, end);
      return next + 1;
    }

    /// Only headers that say something of the body or the connection are looked into.
    private void known(int from, int colon, int end) throws Http.Malformed {
      switch (colon - from) {
        case 10 -> {
          String value = value("connection", from, colon, end);
          if (value != null) {
            keep = !value.equalsIgnoreCase("close") && (keep || value.equalsIgnoreCase("keep-alive"));
          }
        }
        case 14 -> {
          String value = value("content-length", from, colon, end);
          if (value != null) {
            length = length(value);
          }
        }
        case 16 -> packed |= packed(value("content-encoding", from, colon, end));
        case 17 -> chunked |= chunked(value("transfer-encoding", from, colon, end));
        default -> {
        }
      }
    }

    private @Nullable String value(String name, int from, int colon, int end) {
      return text.regionMatches(true, from, name, 0, name.length()) ? text.substring(colon + 1, end).strip() : null;
    }

    private long length(String value) throws Http.Malformed {
      boolean digits = !value.isEmpty() && value.length() <= 18;
      for (int i = 0; digits && i < value.length(); i++) {
        digits = value.charAt(i) >= '0' && value.charAt(i) <= '9';
      }
      if (!digits || length >= 0) {
        throw new Http.Malformed(digits ? "two Content-Length" : "a Content-Length of " + Excerpt.line(value));
      }
      return Long.parseLong(value);
    }

    private static boolean packed(@Nullable String value) throws Http.Malformed {
      if (value == null || value.equalsIgnoreCase("identity")) {
        return false;
      }
      if (!value.equalsIgnoreCase("gzip") && !value.equalsIgnoreCase("x-gzip")) {
        throw new Http.Malformed("a Content-Encoding nobody asked for: " + Excerpt.line(value));
      }
      return true;
    }

    private boolean chunked(@Nullable String value) throws Http.Malformed {
      if (value != null && (chunked || !value.equalsIgnoreCase("chunked"))) {
        throw new Http.Malformed("a Transfer-Encoding other than chunked: " + Excerpt.line(value));
      }
      return value != null;
    }
  }
}
