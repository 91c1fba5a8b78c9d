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
    for (int i = 0;; i++) {
      while (i == wire.available()) {
        if (!wire.fill()) {
          throw new IOException(i == 0
              ? "it was closed before any answer came"
              : "it was closed within the header of the answer");
        }
      }
      if (wire.at(i) == '\n') {
        int length = i - line - (i > line && wire.at(i - 1) == '\r' ? 1 : 0);
        if (length == 0) {
          return i + 1;
        }
        line = i + 1;
      } else if (i == STATUS_LINE && !isHttp(wire)) {
        throw new Http.Malformed("it does not begin like HTTP");
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
    Reading reading = new Reading(text.startsWith("HTTP/1.1"));
    int first = text.indexOf('\n') + 1;
    int line = first;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      int stop = text.charAt(end - 1) == '\r' ? end - 1 : end;
      if (stop > line) {
        reading.field(text, line, stop);
      }
      line = end + 1;
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
    private long length = -1;
    private boolean chunked;
    private boolean packed;
    private boolean keep;

    Reading(boolean keep) {
      this.keep = keep;
    }

    void field(String text, int from, int end) throws Http.Malformed {
      int colon = from;
      while (colon < end && isToken(text.charAt(colon))) {
        colon++;
      }
      if (colon == from || colon == end || text.charAt(colon) != ':') {
        throw new Http.Malformed("a header line that is none: " + Excerpt.line(text.substring(from, end)));
      }
      for (int i = colon; i < end; i++) {
        if (text.charAt(i) < ' ' && text.charAt(i) != '\t' || text.charAt(i) == 0x7f) {
          throw new Http.Malformed("a header with a control character");
        }
      }
      known(text, from, colon, end);
    }

    /// Only headers that say something of the body or the connection are looked into.
    private void known(String text, int from, int colon, int end) throws Http.Malformed {
      switch (colon - from) {
        case 10 -> {
          String value = value("connection", text, from, colon, end);
          if (value != null) {
            keep = !value.equalsIgnoreCase("close") && (keep || value.equalsIgnoreCase("keep-alive"));
          }
        }
        case 14 -> {
          String value = value("content-length", text, from, colon, end);
          if (value != null) {
            length = length(value);
          }
        }
        case 16 -> packed |= packed(value("content-encoding", text, from, colon, end));
        case 17 -> chunked |= chunked(value("transfer-encoding", text, from, colon, end));
        default -> {
        }
      }
    }

    private static @Nullable String value(String name, String text, int from, int colon, int end) {
      return text.regionMatches(true, from, name, 0, name.length()) ? text.substring(colon + 1, end).strip() : null;
    }

    private long length(String value) throws Http.Malformed {
      boolean digits = !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
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

    private static boolean isToken(char c) {
      return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }
}
