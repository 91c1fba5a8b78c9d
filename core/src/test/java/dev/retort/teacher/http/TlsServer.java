package dev.retort.teacher.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Assertions;

/// A server behind TLS whose certificate a CA made for the test has signed; it answers by path.
final class TlsServer implements AutoCloseable {
  private static final String PASSWORD = "loopback";
  private final Server server = new Server();
  private final ServerConnector connector;

  /// @param keys from [#keys]
  TlsServer(Path keys, boolean second) throws Exception {
    this(keys, second, "TLSv1.3");
  }

  /// @param version of TLS, and no other
  TlsServer(Path keys, boolean second, String version) throws Exception {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(keys.toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setCertAlias("server");
    tls.setIncludeProtocols(version);
    connector = new ServerConnector(server, factories(tls, second));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Answering());
    server.start();
  }

  URI base() {
    return URI.create("https://127.0.0.1:" + connector.getLocalPort() + "/v1");
  }

  /// A key store with a CA and a server it signed for 127.0.0.1; the CA lies beside it as `ca.pem`.
  static Path keys(Path folder) throws IOException, InterruptedException {
    return keys(folder, "secp256r1");
  }

  /// @param curve of the server's key
  static Path keys(Path folder, String curve) throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    keytool(keys, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
    keytool(keys, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-groupname", curve, "-dname", "CN=server",
        "-ext", "SAN=ip:127.0.0.1", "-signer", "ca");
    keytool(keys, "-exportcert", "-alias", "ca", "-rfc", "-file", folder.resolve("ca.pem").toString());
    return keys;
  }

  private static void keytool(Path keys, String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(what));
    command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assertions.assertEquals(0, process.waitFor(), said);
  }

  private static ConnectionFactory[] factories(SslContextFactory.Server tls, boolean second) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    if (!second) {
      return new ConnectionFactory[]{new SslConnectionFactory(tls, http.getProtocol()), http};
    }
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http.getProtocol());
    return new ConnectionFactory[]{new SslConnectionFactory(tls, alpn.getProtocol()), alpn,
        new HTTP2ServerConnectionFactory(configuration), http};
  }

  private static final class Answering extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String body;
      try (InputStream in = Content.Source.asInputStream(request)) {
        body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      switch (request.getHttpURI().getPath()) {
        case "/v1/echo" -> say(response, callback, "application/json", "%s %s %s".formatted(
            request.getConnectionMetaData().getProtocol(), request.getHeaders().get("Authorization"), body));
        case "/v1/stream" -> say(response, callback, "text/event-stream", "data: one\n\ndata: two\r\n\r\n");
        case "/v1/session" -> {
          response.getHeaders().put(HttpHeader.CONNECTION, "close");
          say(response, callback, "text/plain", Long.toString(session(request).getCreationTime()));
        }
        case "/v1/moved" -> {
          response.setStatus(302);
          response.getHeaders().put(HttpHeader.LOCATION, "/v1/echo");
          callback.succeeded();
        }
        case "/v1/large" -> response.write(true, ByteBuffer.allocate(100 << 20), callback);
        default -> {
          // no answer
        }
      }
      return true;
    }

    /// A resumed one is as old as the one whose ticket was shown.
    private static SSLSession session(Request request) {
      return request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData().sslSession();
    }

    private static void say(Response response, Callback callback, String type, String text) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
