package dev.retort.bench;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
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
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The same behind TLS, by Jetty's server on virtual threads.
///
/// Usage: `TlsStandIn 300-1500 KEYSTORE PASSWORD h1|h2`; prints its base URL and ends when its standard input does.
public final class TlsStandIn {
  private static final int STREAMS = 20_000;

  private TlsStandIn() {}

  public static void main(String[] arguments) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server server = new Server(threads);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(arguments[1]);
    tls.setKeyStorePassword(arguments[2]);
    ServerConnector connector = new ServerConnector(server, 1, 1, factories(tls, arguments[3].equals("h2")));
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(16_384);
    server.addConnector(connector);
    server.setHandler(new Answering(StandIn.of(arguments[0])));
    server.start();
    System.out.println("https://127.0.0.1:" + connector.getLocalPort() + "/v1");
    Children.endWithInput();
    server.join();
  }

  private static ConnectionFactory[] factories(SslContextFactory.Server tls, boolean second) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    if (!second) {
      return new ConnectionFactory[]{new SslConnectionFactory(tls, http.getProtocol()), http};
    }
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
    http2.setMaxConcurrentStreams(STREAMS);
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http.getProtocol());
    return new ConnectionFactory[]{new SslConnectionFactory(tls, alpn.getProtocol()), alpn, http2, http};
  }

  private static final class Answering extends Handler.Abstract {
    private final StandIn standIn;

    Answering(StandIn standIn) {
      this.standIn = standIn;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      long hash;
      try (InputStream in = Content.Source.asInputStream(request)) {
        byte[] body = in.readAllBytes();
        hash = StandIn.hash(body, 0, body.length);
      }
      Thread.sleep(standIn.delayNanos(hash) / 1_000_000);
      byte[] answer = StandIn.answer(hash);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
      response.write(true, ByteBuffer.wrap(answer), callback);
      return true;
    }
  }
}
