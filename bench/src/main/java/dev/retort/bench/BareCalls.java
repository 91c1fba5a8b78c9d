package dev.retort.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The control: bare keep-alive sockets, one a thread, nothing checked, nothing kept.
///
/// Usage: `BareCalls URL IN_FLIGHT CALLS`
public final class BareCalls {
  private BareCalls() {}

  public static void main(String[] arguments) throws InterruptedException {
    URI server = URI.create(arguments[0]);
    int inFlight = Integer.parseInt(arguments[1]);
    ThreadLocal<Connection> connections = new ThreadLocal<>();
    new Load(Integer.parseInt(arguments[2])).loops(inFlight, number -> {
      Connection connection = connections.get();
      if (connection == null) {
        connection = new Connection(server);
        connections.set(connection);
      }
      connection.ask(number);
    });
    Load.printCosts();
  }

  private static final class Connection {
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];

    Connection(URI server) throws IOException {
      Socket socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    void ask(int number) throws IOException {
      String body = "{\"max_tokens\":256,\"messages\":[{\"content\":\"" + Load.question(number)
          + "\",\"role\":\"user\"}],\"model\":\"bench\",\"temperature\":0.7}";
      out.write(
          ("POST /v1/chat/completions HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
      int size = 0;
      int end = -1;
      while (end < 0 || size < end) {
        int count = in.read(buffer, size, buffer.length - size);
        if (count < 0) {
          throw new IOException("the server closed");
        }
        size += count;
        end = end < 0 ? end(size) : end;
      }
    }

    /// Where the answer ends, once its head is there.
    private int end(int size) {
      String text = new String(buffer, 0, size, StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      int at = text.indexOf("Content-Length: ");
      return head < 0 ? -1 : head + 4 + Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    }
  }
}
