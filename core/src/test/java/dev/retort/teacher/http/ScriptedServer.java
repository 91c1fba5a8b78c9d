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
import java.util.function.Function;

/// A loopback server that answers each request with bytes of the test's choosing, or not at all.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> held = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, String> script;

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

  public ScriptedServer(Function<Asked, String> script) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    Thread.ofVirtual().start(this::accept);
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
      asked.add(request);
      String answer = script.apply(request);
      if (answer.equals(SILENCE)) {
        held.add(connection);
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

  private static Asked read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
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
