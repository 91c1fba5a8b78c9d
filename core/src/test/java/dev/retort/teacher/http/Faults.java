package dev.retort.teacher.http;

import dev.retort.teacher.Failure;
import dev.retort.teacher.http.ScriptedServer.Talk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// Servers as they should not be, and what a call to each must end with.
final class Faults {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final int PACE_MILLIS = 10;

  /// @param said part of the message
  record Fault(String name, Talk talk, Failure failure, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private Faults() {}

  static List<Fault> all() {
    return List.of(late("silence", ""), late("a header that stops", "HTTP/1.1 200 OK\r\nContent-"),
        late("a body that stops", OK + "Content-Length: 100\r\n\r\n{"),
        late("chunks that stop", CHUNKED + "3\r\nabc\r\n"),
        new Fault("a header that trickles", trickle("HTTP/1.1 200 OK\r\nX: ", "a"), Failure.TIMEOUT, "whole answer"),
        new Fault("a body that trickles", trickle(OK + "Content-Length: 100000\r\n\r\n", " "), Failure.TIMEOUT,
            "whole answer"),
        new Fault("headers without end", flood("HTTP/1.1 200 OK\r\n", "X-Header: " + "a".repeat(1000) + "\r\n"),
            Failure.MALFORMED_REPLY, "larger than 64 KiB"),
        new Fault("one header without end", flood("HTTP/1.1 200 OK\r\nX: ", "a".repeat(1000)), Failure.MALFORMED_REPLY,
            "larger than 64 KiB"),
        new Fault("a body without end", flood(OK + "\r\n", " ".repeat(1 << 20)), Failure.MALFORMED_REPLY,
            "larger than 64 MiB"),
        new Fault("chunks without end", flood(CHUNKED, "100000\r\n" + " ".repeat(1 << 20) + "\r\n"),
            Failure.MALFORMED_REPLY, "larger than 64 MiB"),
        new Fault("100 MB announced", says(OK + "Content-Length: 100000000\r\n\r\n"), Failure.MALFORMED_REPLY,
            "larger than 64 MiB"),
        new Fault("a gzip bomb", Faults::bomb, Failure.MALFORMED_REPLY, "larger than 64 MiB"),
        malformed("gzip that is none", OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "no whole gzip"),
        malformed("packed in a way nobody asked for", OK + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
            "Content-Encoding"),
        lost("cut within its JSON", OK + "Content-Length: 100\r\n\r\n{\"choices\": [", "within the answer"),
        lost("cut within a chunk", CHUNKED + "64\r\n{\"choices\"", "within the answer"),
        lost("cut between chunks", CHUNKED + "3\r\n{\"a\r\n", "within the answer"),
        lost("cut within the header", "HTTP/1.1 200", "within the header"),
        lost("closed at once", "", "before any answer"),
        new Fault("a reset", Faults::reset, Failure.CONNECTION, "was lost"),
        malformed("a web page", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html>Log in</html>",
            "<html>Log in</html>"),
        malformed("bytes that are not UTF-8", OK + "Connection: close\r\nContent-Length: 3\r\n\r\n\"\u00ff\"",
            "is not UTF-8"),
        malformed("a negative length", OK + "Content-Length: -1\r\n\r\n", "a Content-Length of -1"),
        malformed("a length with a sign", OK + "Content-Length: +2\r\n\r\n{}", "a Content-Length of +2"),
        malformed("a length beyond counting", OK + "Content-Length: 99999999999999999999\r\n\r\n",
            "a Content-Length of"),
        malformed("two lengths", OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "two Content-Length"),
        malformed("a length beside chunks", OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", "both"),
        malformed("a coding nobody knows", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n", "Transfer-Encoding"),
        malformed("a chunk size that is none", CHUNKED + "xyz\r\n", "a chunk size of xyz"),
        malformed("a negative chunk size", CHUNKED + "-1\r\n", "a chunk size of -1"),
        malformed("a chunk size beyond counting", CHUNKED + "ffffffffff\r\n", "a chunk size of ffffffffff"),
        malformed("a chunk longer than its size", CHUNKED + "1\r\nabc\r\n0\r\n\r\n", "longer than its size"),
        malformed("a folded header", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", "a header line that is none"),
        malformed("a space before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}", "a header line"),
        malformed("a control character", "HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n", "a control character"),
        malformed("another protocol", "SSH-2.0-OpenSSH_9.6\r\n", "does not begin like HTTP"),
        malformed("a protocol switched", "HTTP/1.1 101 Switching\r\n\r\n", "another protocol"),
        malformed("a status that is none", "HTTP/1.1 2x0 OK\r\n\r\n", "a status line that is none"),
        malformed("interim answers without end", "HTTP/1.1 100 Continue\r\n\r\n".repeat(50), "interim answers"),
        new Fault("a storm of 429", says("HTTP/1.1 429 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            Failure.RATE_LIMIT, "429"),
        new Fault("a burst of 500", says("HTTP/1.1 500 X\r\nConnection: close\r\nContent-Length: 4\r\n\r\noops"),
            Failure.SERVER_ERROR,
            "oops"),
        new Fault("overload", says("HTTP/1.1 503 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            Failure.OVERLOAD, "503"),
        new Fault("another key wanted", says("HTTP/1.1 401 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            Failure.AUTH, "401"));
  }

  private static Fault late(String name, String beginning) {
    return new Fault(name, (_, connection) -> {
      write(connection, beginning);
      return connection.getInputStream().read() >= 0; // until the client closes
    }, Failure.TIMEOUT, "gave no whole answer within");
  }

  private static Fault lost(String name, String text, String said) {
    return new Fault(name, says(text), Failure.CONNECTION, said);
  }

  private static Fault malformed(String name, String text, String said) {
    return new Fault(name, says(text), Failure.MALFORMED_REPLY, said);
  }

  static Talk says(String text) {
    return (_, connection) -> {
      write(connection, text);
      return false;
    };
  }

  static Talk trickle(String beginning, String drop) {
    return (_, connection) -> {
      write(connection, beginning);
      try {
        while (!new CountDownLatch(1).await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
          write(connection, drop);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return false;
    };
  }

  static Talk flood(String beginning, String wave) {
    return (_, connection) -> {
      write(connection, beginning);
      while (!connection.isClosed()) {
        write(connection, wave);
      }
      return false;
    };
  }

  private static boolean bomb(ScriptedServer.Asked asked, Socket connection) throws IOException {
    byte[] bomb = zeros();
    write(connection, OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
    connection.getOutputStream().write(bomb);
    return false;
  }

  private static byte[] zeros() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 200; i++) {
        zip.write(new byte[1 << 20]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static boolean reset(ScriptedServer.Asked asked, Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    return false;
  }

  static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }
}
