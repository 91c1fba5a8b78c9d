package dev.retort.teacher.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A loopback server that answers each request with bytes of the test's choosing, or not at all.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<Asked, String> script;
  private volatile Talk talk = (_, _) -> false;

  /// @param head request line and headers, names in lower case
  public record Asked(String head, String body) {
    public String path() {
      return head.split(" ")[1];
    }
  }

  /// The connection is reset.
  public static final String RESET = "RESET";
  /// Nothing is answered.
  public static final String SILENCE = "SILENCE";

  /// What the server does with a request, byte by byte.
  public interface Talk {
    /// @return whether another request is awaited on the connection
    boolean answer(Asked asked, Socket connection) throws IOException;
  }

  private static final String TALK = "TALK";

  public ScriptedServer(Function<Asked, String> script) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  public ScriptedServer(Talk talk) throws IOException {
    this(_ -> TALK);
    this.talk = talk;
  }

  /// Connections that were made.
  public int connections() {
    return connections.get();
  }

  public void script(Function<Asked, String> next) {
    script = next;
  }

  public List<Asked> asked() {
    return asked;
  }

  public String base() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
  }

  public static String status(int status, String headers, String body) {
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s".formatted(status,
        body.getBytes(StandardCharsets.UTF_8).length, headers, body);
  }

  public static String ok(String body) {
    return status(200, "Content-Type: application/json\r\n", body);
  }

  public static String chat(String text) {
    return ok(
        "{\"model\":\"m\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"
            .formatted(text));
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try {
      Asked request = read(connection.getInputStream());
      if (request == null) {
        connection.close();
        return;
      }
      asked.add(request);
      String answer = script.apply(request);
      if (answer.equals(SILENCE)) {
        held.add(connection);
        return;
      }
      if (answer.equals(TALK)) {
        talk(request, connection);
        return;
      }
      if (answer.equals(RESET)) {
        connection.setSoLinger(true, 0);
      } else {
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
      }
      connection.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void talk(Asked first, Socket connection) {
    held.add(connection);
    try (connection) {
      Asked request = first;
      while (request != null && talk.answer(request, connection)) {
        request = read(connection.getInputStream());
        if (request != null) {
          asked.add(request);
        }
      }
    } catch (IOException _) {
      held.remove(connection); // the client had enough
    }
  }

  /// Null at the end of the connection.
  private static @Nullable Asked read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    String lower = text.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:");
    int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
    return new Asked(text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : held) {
      connection.close();
    }
  }
}
