package dev.retort.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// TLS before a server on loopback that speaks none, while the cache is trained.
///
/// Its certificate is made for the occasion, and counts only where [#certificate] is named.
final class SecureFront implements AutoCloseable {
  /// Keeps nothing secret: the keys live for some seconds, in a folder of their own.
  private static final String PASSWORD = "training";
  private static final int BACKLOG = 100;

  private final URI server;
  private final Path certificate;
  private final SSLServerSocket listening;

  private SecureFront(URI server, Path certificate, SSLServerSocket listening) {
    this.server = server;
    this.certificate = certificate;
    this.listening = listening;
  }

  /// @param folder where keys and certificate are written
  static SecureFront before(URI server, Path folder) throws IOException, InterruptedException {
    Path keys = folder.resolve("training.p12");
    Path certificate = folder.resolve("training.pem");
    keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1");
    keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
    SSLServerSocket listening = (SSLServerSocket) context(keys).getServerSocketFactory()
        .createServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    SecureFront front = new SecureFront(server, certificate, listening);
    Thread.ofVirtual().start(front::accept);
    return front;
  }

  private static void keytool(Path keys, String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what));
    command.addAll(List.of("-alias", "training", "-keystore", keys.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool made no keys");
    }
  }

  private static SSLContext context(Path keys) throws IOException {
    try (InputStream in = Files.newInputStream(keys)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// The server's address, through TLS.
  String baseUrl() {
    return "https://127.0.0.1:" + listening.getLocalPort() + server.getRawPath();
  }

  /// What a client must trust, in PEM.
  Path certificate() {
    return certificate;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> join(client));
      } catch (IOException _) {
        continue; // closed, or a client that went away: the loop tells which
      }
    }
  }

  private void join(Socket client) {
    try (client; Socket behind = new Socket(server.getHost(), server.getPort())) {
      Thread asking = Thread.ofVirtual().start(() -> pour(client, behind));
      pour(behind, client);
      client.close();
      asking.join();
    } catch (IOException _) {
      return; // the client finds its connection closed
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What one end says goes to the other, whose end it is, too.
  private static void pour(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      return; // the other end finds its connection closed
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
